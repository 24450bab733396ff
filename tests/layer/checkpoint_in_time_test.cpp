// Sequences that are computed piece by piece. (g++ is asked)
#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <doctest/doctest.h>

#include <memory>

namespace hg = handgrad;

namespace {

template <class L, hg::extent B>
void check_laws() {
    const auto report = hg::testing::layer_laws<L, B>();
    INFO(report.explain());
    CHECK(report.holds());
}

using plain = hg::network<hg::gru<4, 6>, hg::lstm<6, 5>, hg::dense<5, 2>>;
using kept = hg::network<hg::checkpoint_in_time<7, hg::gru<4, 6>, hg::lstm<6, 5>>, hg::dense<5, 2>>;
constexpr int count = 3, steps = 40; // five pieces and a rest

struct problem {
    hg::parameters<plain> p;
    hg::parameters<kept> q;
    hg::matrix<float, count * steps, 4> x;
    hg::matrix<float, count * steps, 2> target;

    problem() {
        hg::rng random{1};
        plain::initialize(p, random);
        for (int i = 0; i < p.size; ++i) q[i] = p[i];
        for (float& value : x) value = random.normal<float>();
        for (float& value : target) value = random.normal<float>();
    }
};

} // namespace

TEST_CASE(
    "checkpoint_in_time: the laws of a layer, whole pieces or not, longer than a sequence, one in another") {
    check_laws<hg::checkpoint_in_time<3, hg::gru<2, 3>, hg::dense<3, 3, hg::tanh>,
                                      hg::lstm<3, 2, hg::bias, hg::learned_initial_state>>,
               hg::extent(2, 5)>();
    check_laws<hg::checkpoint_in_time<4, hg::rnn<2, 3>>, hg::extent(2, 4)>();
    check_laws<hg::network<hg::checkpoint_in_time<2, hg::residual<hg::rnn<3, 3>>>,
                           hg::checkpoint<hg::checkpoint_in_time<2, hg::gru<3, 3>>>>,
               hg::extent(2, 3)>();
}

TEST_CASE(
    "checkpoint_in_time: the outputs of the chain, to the bit, and its gradient, in any workspace the same") {
    const problem of;
    const hg::mean_squared_error loss;
    hg::parameters<plain> expected;
    hg::parameters<kept> whole, pieces;
    plain::workspace<count * hg::steps(steps)> ws;
    kept::workspace<count * hg::steps(steps)> large;
    kept::workspace<1 * hg::steps(steps)> small;
    const auto x = hg::sequences<count>(of.x);
    const float value = plain::value_and_gradient(loss, of.p, x, of.target, expected, ws);
    CHECK(kept::value_and_gradient(loss, of.q, x, of.target, whole, large) == value);
    CHECK(kept::value_and_gradient(loss, of.q, x, of.target, pieces, small) == value);
    CHECK(whole == pieces);
    for (int i = 0; i < expected.size; ++i)
        CHECK(whole[i] == doctest::Approx(expected[i]).epsilon(1e-4).scale(0.01));
    CHECK(kept::forward(of.q, x) == plain::forward(of.p, x));

    const auto f = hg::freeze(of.q);
    kept::state<> voice;
    plain::state<> other;
    hg::matrix<float, steps, 2> y, z;
    f.stream(of.x.data(), y.data(), 9, voice);
    f.stream(of.x.row(9).data(), y.row(9).data(), steps - 9, voice);
    plain::stream(of.p, of.x.data(), z.data(), steps, other);
    CHECK(y == z);
}

TEST_CASE("checkpoint_in_time: a workspace hardly grows with the steps") {
    constexpr auto bytes = []<int Steps>(std::integral_constant<int, Steps>) {
        using net = hg::network<hg::checkpoint_in_time<16, hg::gru<4, 64>>, hg::last_step<64>>;
        return sizeof(net::workspace<2 * hg::steps(Steps)>);
    };
    constexpr std::size_t of_1024 = bytes(std::integral_constant<int, 1024>{});
    CHECK(of_1024 <
          sizeof(hg::network<hg::gru<4, 64>, hg::last_step<64>>::workspace<2 * hg::steps(1024)>) / 4);
    CHECK(of_1024 < 9 * bytes(std::integral_constant<int, 128>{}));
}
