// Training in shards gives the bits that the number of shards decides, and nothing else.
#include <doctest/doctest.h>
#include <share.hpp>

#include <handgrad/handgrad.hpp>
#include <handgrad/train/thread_team.hpp>

#include "bits.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <numeric>
#include <span>
#include <stdexcept>
#include <vector>

namespace hg = handgrad;

namespace {

using net = hg::network<hg::dense<7, 21, hg::tanh>, hg::dropout<21>, hg::dense<21, 5>>;
template <int Shards>
using parallel = hg::data_parallel<net, Shards>;
constexpr hg::softmax_cross_entropy cross_entropy{};
constexpr int rows = 10; // 5 + 5, 3 + 3 + 2 + 2
using gradient_type = hg::parameters<net>;

/// Any executor as one type, so that the compiler makes each training once.
using any_team = std::function<void(int, const std::function<void(int)>&)>;

const any_team serial = [](int count, const auto& f) {
    for (int i = 0; i < count; ++i) f(i);
};
const any_team backwards = [](int count, const auto& f) {
    while (count > 0) f(--count);
};
template <int N>
any_team threads() {
    return [team = std::make_shared<hg::thread_team<N>>()](int count, const auto& f) { (*team)(count, f); };
}

template <class Net = net>
struct problem {
    hg::parameters<Net> p;
    hg::matrix<float, rows, 7> x;
    std::array<int, rows> label{};

    problem() {
        hg::rng r{5};
        Net::initialize(p, r);
        for (float& value : x) value = r.normal<float>();
        for (int& l : label) l = static_cast<int>(r.below(5));
    }
    hg::rows<const float, 7> some_rows(int first, int n) const {
        return hg::rows<const float, 7>(x).subrows(first, n);
    }
    std::span<const int> some_labels(int first, int n) const {
        return std::span(label).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(n));
    }
};

template <class Block>
bool same(const Block& a, const Block& b) {
    return std::equal(a.begin(), a.end(), b.begin(), same_bits<float>);
}

struct lesson {
    hg::parameters<net> p;
    std::array<float, 3> loss;

    bool operator==(const lesson& other) const {
        return same(p, other.p) && std::equal(loss.begin(), loss.end(), other.loss.begin(), same_bits<float>);
    }
};

/// Three steps of Adam; step_in(p, ws, state) takes one.
template <class Workspace, class F>
lesson learn(F step_in) {
    lesson l{problem<>().p, {}};
    const auto ws = std::make_unique<Workspace>();
    hg::optimizer_state<hg::adam, net::parameter_count> state;
    for (float& loss : l.loss) loss = step_in(l.p, *ws, state);
    CHECK(state.steps() == 3);
    return l;
}

constexpr hg::adam adam{.rate = 0.01};

template <int Shards>
lesson learn_on(const any_team& team) {
    const problem<> given;
    return learn<typename parallel<Shards>::template workspace<rows>>([&](auto& p, auto& ws, auto& state) {
        return parallel<Shards>::train_step(team, cross_entropy, adam, p, given.x, given.label, ws, state);
    });
}

template <int Shards>
void try_teams() {
    const lesson expected = learn_on<Shards>(serial);
    for (const any_team& team : {backwards, threads<1>(), threads<2>(), threads<3>()})
        CHECK(learn_on<Shards>(team) == expected);
}

/// Softmax cross-entropy that divides by `rows`, however few it is given.
struct part_of_a_mean : hg::softmax_cross_entropy {
    template <class T, class Targets>
    constexpr T divisor(const Targets&) const {
        return T(rows);
    }
};

struct block_of_some {
    static constexpr std::array learned{hg::parameter_range{3, 70}, hg::parameter_range{80, 1},
                                        hg::parameter_range{90, 33}};
};

} // namespace

TEST_CASE("the team does not change a bit, the shards do") {
    for_my_part<0, 1, 2, 4>([]<int Shards>() { try_teams<Shards>(); });
    CHECK(!(learn_on<2>(serial) == learn_on<4>(serial)));
}

TEST_CASE("one shard is the network's own training") {
    const problem<> given;
    CHECK(learn_on<1>(serial) == learn<net::workspace<rows>>([&](auto& p, auto& ws, auto& state) {
              return net::train_step(cross_entropy, adam, p, given.x, given.label, ws, state);
          }));
}

TEST_CASE("the gradient is the sum of those of the shards, in order") {
    using plain = hg::network<hg::dense<7, 21, hg::tanh>, hg::dense<21, 5>>; // draws nothing
    const problem<plain> given;
    const auto ws = std::make_unique<plain::workspace<rows>>();
    hg::parameters<plain> sum, part, found;
    float loss = 0;
    for (const auto& [first, n] : {std::pair{0, 3}, {3, 3}, {6, 2}, {8, 2}}) {
        const float part_loss = plain::value_and_gradient(
            part_of_a_mean{}, given.p, given.some_rows(first, n), given.some_labels(first, n), part, *ws);
        loss += part_loss;
        for (int i = 0; i < sum.size; ++i) sum[i] = first == 0 ? part[i] : sum[i] + part[i];
    }
    using sharded = hg::data_parallel<plain, 4>;
    const auto sharded_ws = std::make_unique<sharded::workspace<rows>>();
    const float found_loss =
        sharded::value_and_gradient(serial, cross_entropy, given.p, given.x, given.label, found, *sharded_ws);
    CHECK(same(found, sum));
    CHECK(found_loss == doctest::Approx(loss)); // divided once, not four times
}

TEST_CASE("masks do not depend on the cut") {
    const problem<> given;
    const auto ws = std::make_unique<net::workspace<rows>>();
    const auto sharded_ws = std::make_unique<parallel<4>::workspace<rows>>();
    ws->random() = sharded_ws->random() = hg::rng{17};
    gradient_type whole, sharded;
    net::value_and_gradient(cross_entropy, given.p, given.x, given.label, whole, *ws);
    parallel<4>::value_and_gradient(serial, cross_entropy, given.p, given.x, given.label, sharded,
                                    *sharded_ws);
    for (int i = 0; i < whole.size; ++i) {
        CAPTURE(i);
        CHECK(std::abs(whole[i] - sharded[i]) <= 1e-6f);
    }
}

TEST_CASE("any number of rows") {
    const problem<> given;
    const auto ws = std::make_unique<parallel<4>::workspace<rows>>();
    const auto small = std::make_unique<parallel<4>::workspace<5>>(); // two rows a shard, works in tiles
    const auto whole = std::make_unique<net::workspace<rows>>();
    gradient_type expected, found;
    const auto gradient = [&](auto& in, const auto& x, const auto& label, gradient_type& to) {
        in.random() = hg::rng{3};
        return parallel<4>::value_and_gradient(serial, cross_entropy, given.p, x, label, to, in);
    };
    const float loss = gradient(*ws, given.x, given.label, expected);
    const auto x = given.some_rows(0, rows);
    const auto label = given.some_labels(0, rows);
    CHECK(gradient(*ws, x, label, found) == loss);
    CHECK(same(found, expected));
    CHECK(gradient(*small, x, label, found) == loss);
    CHECK(same(found, expected));

    // Two rows for four shards: two have none.
    const auto two = gradient(*ws, given.some_rows(0, 2), given.some_labels(0, 2), found);
    whole->random() = hg::rng{3};
    const auto also_two = net::value_and_gradient(cross_entropy, given.p, given.some_rows(0, 2),
                                                  given.some_labels(0, 2), expected, *whole);
    CHECK(two == doctest::Approx(also_two));
    for (int i = 0; i < found.size; ++i) CHECK(std::abs(found[i] - expected[i]) <= 1e-6f);
}

TEST_CASE("a function that takes the step gets the gradient") {
    const problem<> given;
    const auto ws = std::make_unique<parallel<2>::workspace<rows>>();
    gradient_type expected;
    parallel<2>::value_and_gradient(serial, cross_entropy, given.p, given.x, given.label, expected, *ws);
    ws->random() = hg::rng{1};
    auto p = given.p;
    int calls = 0;
    parallel<2>::train_step(
        threads<2>(), cross_entropy,
        [&](auto& parameters, auto& gradient, int& number) {
            CHECK(&parameters == &p);
            CHECK(same(gradient, expected));
            ++number;
        },
        p, given.x, given.label, *ws, calls);
    CHECK(calls == 1);
    CHECK(same(ws->parameter_gradient(), expected));
}

TEST_CASE("parts make up what may be learned, each element once") {
    std::array<int, 130> times{};
    hg::simd::with_vector<float>([&]<class V>() {
        for (int part = 0; part < 3; ++part)
            hg::detail::for_each_learned_block_of_part<V, block_of_some, 3>(part, [&](auto lanes) {
                for (int i = 0; i < lanes.count; ++i) ++times[static_cast<std::size_t>(lanes.first + i)];
            });
    });
    for (int i = 0; i < 130; ++i) {
        CAPTURE(i);
        CHECK(times[static_cast<std::size_t>(i)] == ((3 <= i && i < 73) || i == 80 || (90 <= i && i < 123)));
    }
}

TEST_CASE("a wrong number of targets is told, and nothing changes") {
    problem<> given;
    const auto before = given.p;
    const auto ws = std::make_unique<parallel<4>::workspace<rows>>();
    CHECK_THROWS_WITH_AS(
        parallel<4>::train_step(serial, cross_entropy, hg::sgd{}, given.p, given.some_rows(0, 5),
                                given.some_labels(0, 4), *ws),
        "data_parallel: found 4 targets for 5 rows, expected one for each of at least one row",
        std::invalid_argument);
    CHECK(same(given.p, before));
}
