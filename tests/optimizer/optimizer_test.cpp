// Optimisers: steps worked out by hand, any contiguous block, any vector type, and in constant expressions.
#include <bits.hpp>
#include <guarded_memory.hpp>

#include <handgrad/core/matrix.hpp>
#include <handgrad/core/random.hpp>
#include <handgrad/optimizer/momentum.hpp>
#include <handgrad/optimizer/sgd.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace {

namespace hg = handgrad;

/// A user's own rule with two numbers of state: sums of gradients and of their squares.
struct two_sums {
    static constexpr int states = 2;

    template <class V>
    constexpr void update(V& p, V g, V& sum, V& squares) const {
        sum = sum + g;
        squares = fma(g, g, squares);
        p = sum - squares;
    }
};

static_assert(hg::optimizer<hg::sgd> && hg::optimizer<hg::momentum> && hg::optimizer<two_sums>);
static_assert(!hg::optimizer<int> && !hg::optimizer<hg::matrix<float, 1, 1>>);
static_assert(hg::sgd::states == 0 && hg::momentum::states == 1);

} // namespace

TEST_CASE("sgd by hand") {
    hg::matrix<double, 1, 3> p{{1, -2, 0.5}};
    const hg::matrix<double, 1, 3> g{{0.5, 0.25, -1}};
    hg::sgd{.rate = 0.5}(p, g);
    CHECK(p == hg::matrix<double, 1, 3>{{0.75, -2.125, 1}});
    // g + 0.5 p = 0.875, -0.8125, -0.5
    hg::sgd{.rate = 0.5, .weight_decay = 0.5}(p, g);
    CHECK(p == hg::matrix<double, 1, 3>{{0.3125, -1.71875, 1.25}});
}

TEST_CASE("momentum by hand") {
    hg::matrix<double, 1, 2> p{{1, -2}};
    const hg::matrix<double, 1, 2> g{{0.5, -0.25}};
    hg::optimizer_state<hg::momentum, 2, double> state;
    const hg::momentum step{.rate = 0.5, .momentum = 0.5};
    step(p, g, state); // u = 0.5, -0.25
    CHECK(p == hg::matrix<double, 1, 2>{{0.75, -1.875}});
    step(p, g, state); // u = 0.75, -0.375
    CHECK(p == hg::matrix<double, 1, 2>{{0.375, -1.6875}});
    CHECK(state.data()[0] == 0.75);
    CHECK(state.data()[1] == -0.375);
    // g + 0.5 p = 0.6875, -1.09375; u = 1.0625, -1.28125
    hg::momentum{.rate = 0.5, .momentum = 0.5, .weight_decay = 0.5}(p, g, state);
    CHECK(p == hg::matrix<double, 1, 2>{{-0.15625, -1.046875}});
}

TEST_CASE("momentum without momentum is sgd") {
    hg::rng rng{1};
    hg::matrix<float, 5, 7> p, q, g;
    for (float& x : p) x = rng.uniform<float>(-1, 1);
    q = p;
    hg::optimizer_state<hg::momentum, 35> state;
    for (int i = 0; i < 5; ++i) {
        for (float& x : g) x = rng.uniform<float>(-1, 1);
        hg::sgd{.rate = 0.1, .weight_decay = 0.01}(p, g);
        hg::momentum{.rate = 0.1, .momentum = 0, .weight_decay = 0.01}(q, g, state);
        CHECK(p == q);
    }
}

TEST_CASE("the rate has the precision of the parameters") {
    std::array<double, 1> p{0}, g{-1};
    hg::sgd{.rate = 0.1}(p, g);
    CHECK(p[0] == 0.1);
    hg::sgd{.rate = 0.3f}(p, g); // a float is taken as it is
    CHECK(p[0] == 0.1 + static_cast<double>(0.3f));
    std::array<float, 1> pf{0}, gf{-1};
    hg::sgd{.rate = 0.1}(pf, gf);
    CHECK(pf[0] == 0.1f);
}

namespace {

/// After a few steps of Rule, native vectors have left the bits that the scalar update leaves, and nothing
/// else has been touched.
template <class Rule, class T, int N>
void check_blocks(const Rule& rule) {
    constexpr int states = Rule::states * N;
    guarded_memory parameters(sizeof(T) * N), gradients(sizeof(T) * N), kept(sizeof(T) * (states + 1));
    hg::rng rng{N};
    const hg::view<T, 1, N> p(parameters.place<T>(N, flush::back));
    const hg::view<T, 1, N> g(gradients.place<T>(N, flush::back));
    const hg::view<T, 1, states == 0 ? 1 : states> s(kept.place<T>(states == 0 ? 1 : states, flush::back));
    T expected[N], state[states + 1] = {};
    for (int i = 0; i < N; ++i) expected[i] = p.data()[i] = rng.uniform<T>(-1, 1);
    for (int i = 0; i < states; ++i) s.data()[i] = 0;
    for (int step = 0; step < 3; ++step) {
        for (int i = 0; i < N; ++i) g.data()[i] = rng.uniform<T>(-1, 1);
        if constexpr (states == 0)
            hg::apply(rule, p, g);
        else
            hg::apply(rule, p, g, s);
        for (int i = 0; i < N; ++i) [&]<std::size_t... I>(std::index_sequence<I...>) {
                using V = hg::scalar_vector<T>;
                V value(expected[i]);
                [[maybe_unused]] V old[] = {V(state[static_cast<int>(I) * N + i])..., V(0)};
                rule.update(value, V(g.data()[i]), old[I]...);
                expected[i] = value.v;
                ((state[static_cast<int>(I) * N + i] = old[I].v), ...);
            }
        (std::make_index_sequence<static_cast<std::size_t>(Rule::states)>{});
    }
    bool same = parameters.intact() && gradients.intact() && kept.intact();
    for (int i = 0; i < N; ++i) same = same && same_bits(p.data()[i], expected[i]);
    for (int i = 0; i < states; ++i) same = same && same_bits(s.data()[i], state[i]);
    INFO("N = ", N);
    CHECK(same);
}

} // namespace

TEST_CASE_TEMPLATE("a step on blocks of any length", T, float, double) {
    [&]<int... N>(std::integer_sequence<int, N...>) {
        (check_blocks<hg::sgd, T, N>({.rate = 0.1, .weight_decay = 0.3}), ...);
        (check_blocks<hg::momentum, T, N>({.rate = 0.1, .momentum = 0.9, .weight_decay = 0.3}), ...);
        (check_blocks<two_sums, T, N>({}), ...);
    }
    (std::integer_sequence<int, 1, 3, 7, 8, 9, 17, 33>{});
}

TEST_CASE("the state block") {
    hg::optimizer_state<two_sums, 3> state;
    static_assert(decltype(state)::size == 6);
    static_assert(hg::optimizer_state<hg::sgd, 3>::size == 0);
    CHECK(reinterpret_cast<std::uintptr_t>(state.data()) % 64 == 0);
    for (float x : state) CHECK(x == 0);
    // a rule without state takes the empty block, too, so that generic code needs no case for it
    std::array<float, 3> p{}, g{1, 2, 3};
    hg::optimizer_state<hg::sgd, 3> nothing;
    hg::sgd{.rate = 1}(p, g, nothing);
    CHECK(p[2] == -3);
}

static_assert([] {
    std::array<float, 9> p{}, g{1, 2, 3, 4, 5, 6, 7, 8, 9};
    hg::optimizer_state<hg::momentum, 9> state;
    const hg::momentum step{.rate = 0.25, .momentum = 0.5};
    step(p, g, state);
    step(p, g, state);
    return p[0] == -0.625f && p[8] == -5.625f;
}());
