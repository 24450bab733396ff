// Steps of optimizers on any contiguous block and any vector type, in constant expressions, and their state.
#include <bits.hpp>
#include <guarded_memory.hpp>

#include <handgrad/core/matrix.hpp>
#include <handgrad/core/random.hpp>
#include <handgrad/optimizer/adagrad.hpp>
#include <handgrad/optimizer/adam.hpp>
#include <handgrad/optimizer/adamw.hpp>
#include <handgrad/optimizer/amsgrad.hpp>
#include <handgrad/optimizer/averaged_momentum.hpp>
#include <handgrad/optimizer/momentum.hpp>
#include <handgrad/optimizer/rmsprop.hpp>
#include <handgrad/optimizer/sgd.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
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

/// A user's own rule without state, which changes with the number of the step.
struct harmonic {
    static constexpr int states = 0;

    constexpr hg::sgd at_step(std::int64_t t) const { return {.rate = 1 / static_cast<double>(t)}; }
};

static_assert(hg::optimizer<hg::sgd> && hg::optimizer<hg::momentum> && hg::optimizer<two_sums> &&
              hg::optimizer<harmonic> && hg::optimizer<hg::adam> && hg::optimizer<hg::centered_rmsprop>);
static_assert(!hg::optimizer<int> && !hg::optimizer<hg::matrix<float, 1, 1>>);
static_assert(hg::sgd::states == 0 && hg::momentum::states == 1 && hg::averaged_momentum::states == 1 &&
              hg::adam::states == 2 && hg::adamw::states == 2 && hg::amsgrad::states == 3 &&
              hg::adagrad::states == 1);
static_assert(hg::rmsprop::states == 1 && hg::rmsprop_momentum::states == 2 &&
              hg::centered_rmsprop::states == 2 && hg::centered_rmsprop_momentum::states == 3);

} // namespace

namespace {

/// A state anywhere that counts steps.
template <class T, int N>
struct counted : hg::view<T, 1, N> {
    using hg::view<T, 1, N>::view;
    std::int64_t count = 0;
    std::int64_t steps() const { return count; }
    void set_steps(std::int64_t n) { count = n; }
};

/// After a few steps of Rule, native vectors have left the bits that the scalar update leaves, and nothing
/// else has been touched.
template <class Rule, class T, int N>
void check_blocks(const Rule& rule) {
    constexpr int states = Rule::states * N;
    guarded_memory parameters(sizeof(T) * N), gradients(sizeof(T) * N), kept(sizeof(T) * (states + 1));
    hg::rng rng{N};
    const hg::view<T, 1, N> p(parameters.place<T>(N, flush::back));
    const hg::view<T, 1, N> g(gradients.place<T>(N, flush::back));
    counted<T, states == 0 ? 1 : states> s(kept.place<T>(states == 0 ? 1 : states, flush::back));
    T expected[N], state[states + 1] = {};
    for (int i = 0; i < N; ++i) expected[i] = p.data()[i] = rng.uniform<T>(-1, 1);
    for (int i = 0; i < states; ++i) s.data()[i] = 0;
    for (int step = 1; step <= 3; ++step) {
        const auto now = [&] {
            if constexpr (requires { rule.at_step(step); })
                return rule.at_step(step);
            else
                return rule;
        }();
        for (int i = 0; i < N; ++i) g.data()[i] = rng.uniform<T>(-1, 1);
        if constexpr (states == 0)
            hg::apply(rule, p, g);
        else
            hg::apply(rule, p, g, s);
        for (int i = 0; i < N; ++i) [&]<std::size_t... I>(std::index_sequence<I...>) {
                using V = hg::simd::scalar_vector<T>;
                V value(expected[i]);
                [[maybe_unused]] V old[] = {V(state[static_cast<int>(I) * N + i])..., V(0)};
                now.update(value, V(g.data()[i]), old[I]...);
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

namespace {

/// Two steps on so many numbers that a vector is full and another is not, and the state.
template <class T, class Rule>
constexpr void add_steps(digest& d, T x, const Rule& step) {
    std::array<T, 11> p{x, T(-0.5), T(0.3), T(1e-3), 7, T(1e-20)}, g{T(0.1), T(-0.7), T(1.3), T(1e-4), -3};
    for (std::size_t i = 5; i < 11; ++i) g[i] = p[i - 5];
    hg::optimizer_state<Rule, 11, T> state;
    step(p, g, state);
    step(p, g, state);
    for (const T number : p) d.add(number);
    for (const T number : state) d.add(number);
}
template <class T>
constexpr std::uint64_t all_rules(T x) {
    digest d;
    add_steps(d, x, hg::sgd{.rate = 0.1, .weight_decay = 0.3});
    add_steps(d, x, hg::momentum{.rate = 0.1, .weight_decay = 0.3});
    add_steps(d, x, hg::momentum{.rate = 0.1, .nesterov = true});
    add_steps(d, x, hg::averaged_momentum{.rate = 0.1, .weight_decay = 0.3});
    add_steps(d, x, hg::averaged_momentum{.rate = 0.1, .nesterov = true});
    add_steps(d, x, hg::adam{.rate = 0.1, .weight_decay = 0.3});
    add_steps(d, x, hg::adamw{.rate = 0.1});
    add_steps(d, x, hg::amsgrad{.rate = 0.1, .weight_decay = 0.3});
    add_steps(d, x, hg::rmsprop{.rate = 0.1, .weight_decay = 0.3});
    add_steps(d, x, hg::centered_rmsprop{.rate = 0.1});
    add_steps(d, x, hg::rmsprop_momentum{.rate = 0.1});
    add_steps(d, x, hg::centered_rmsprop_momentum{.rate = 0.1});
    add_steps(d, x, hg::adagrad{.rate = 0.1, .weight_decay = 0.3});
    return d.value();
}

} // namespace

TEST_CASE_TEMPLATE("steps give the same bits at compile time and at run time", T, float, double) {
    constexpr std::uint64_t expected = sizeof(T) == 4 ? 0xbaaa0c5b80ce35cf : 0x9e413e198f4ecc13;
    static_assert(all_rules<T>(T(0.9)) == expected);
    volatile T x = T(0.9);
    CHECK(all_rules<T>(x) == expected);
}

TEST_CASE("a step of Adam does the same wherever its blocks are") {
    constexpr int n = 21;
    static std::array<float, n> in_static_memory;
    static hg::optimizer_state<hg::adam, n> static_state;
    const auto on_heap = std::make_unique<hg::matrix<float, 1, n>>();
    const auto heap_state = std::make_unique<hg::optimizer_state<hg::adam, n>>();
    alignas(64) float room[n + 1], state_room[2 * n + 1], gradient_room[n + 1];
    const hg::view<float, 1, n> misaligned(room + 1);
    const hg::view<const float, 1, n> gradient(gradient_room + 1);
    counted<float, 2 * n> misaligned_state(state_room + 1);
    hg::rng rng{1};
    for (int i = 0; i < n; ++i)
        in_static_memory[static_cast<std::size_t>(i)] = on_heap->data()[i] = misaligned.data()[i] =
            rng.uniform<float>(-1, 1);
    for (float& s : misaligned_state) s = 0;
    const hg::adam step{.rate = 0.1};
    for (int k = 0; k < 3; ++k) {
        for (float& g : gradient_room) g = rng.uniform<float>(-1, 1);
        step(in_static_memory, gradient, static_state);
        step(*on_heap, gradient, *heap_state);
        step(misaligned, gradient, misaligned_state);
    }
    for (int i = 0; i < n; ++i) {
        CHECK(same_bits(in_static_memory[static_cast<std::size_t>(i)], on_heap->data()[i]));
        CHECK(same_bits(misaligned.data()[i], on_heap->data()[i]));
    }
}

TEST_CASE("the state counts steps, and training goes on from it") {
    std::array<double, 2> p{1, -1}, g{0.5, 2};
    hg::optimizer_state<hg::adam, 2, double> state;
    const hg::adam step{.rate = 0.1};
    for (int k = 0; k < 3; ++k) {
        CHECK(state.steps() == k);
        step(p, g, state);
    }
    const auto kept = p;
    const auto snapshot = state;
    step(p, g, state);
    const auto expected = p;
    p = kept;
    hg::optimizer_state<hg::adam, 2, double> restored;
    std::copy(snapshot.begin(), snapshot.end(), restored.begin());
    restored.set_steps(snapshot.steps());
    step(p, g, restored);
    CHECK(p == expected);

    std::array<double, 1> q{0}, one{-1};
    hg::optimizer_state<harmonic, 1, double> counter;
    for (int k = 0; k < 2; ++k) hg::apply(harmonic{}, q, one, counter);
    CHECK(q[0] == 1.5);
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
