// Layers that go through time in both directions. (g++ is asked)
#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <doctest/doctest.h>

namespace hg = handgrad;

namespace {

template <class L>
void check_laws() {
    const auto report = hg::testing::layer_laws<L>();
    INFO(report.explain());
    CHECK(report.holds());
}

} // namespace

TEST_CASE("bidirectional: the laws of a layer") {
    check_laws<hg::bidirectional<hg::gru<3, 5>>>();
    check_laws<hg::bidirectional<hg::lstm<2, 4>, hg::rnn<2, 9, hg::relu>>>();
    // Layers that read no output, draw, and begin with a state that is learned.
    check_laws<hg::bidirectional<hg::network<
        hg::sequence_dropout<3>, hg::gru<3, 4, hg::bias, hg::learned_initial_state>, hg::dense<4, 2>>>>();
    check_laws<hg::network<hg::bidirectional<hg::gru<2, 3>>, hg::bidirectional<hg::gru<6, 2>>,
                           hg::last_step<4>, hg::dense<4, 2>>>();
    // Within other layers.
    using both = hg::bidirectional<hg::gru<4, 2>>;
    check_laws<hg::network<hg::residual<both>, hg::concatenate<hg::checkpoint<both>, hg::dense<4, 3>>,
                           hg::fixed<hg::bidirectional<hg::rnn<7, 1>>>>>();
}

TEST_CASE("bidirectional: one half is the layer, the other the layer on the steps backwards") {
    using layer = hg::lstm<2, 3>;
    using one = hg::network<layer>;
    using both = hg::network<hg::bidirectional<layer>>;
    constexpr int steps = 4, count = 2;
    hg::rng random{3};
    hg::parameters<both> p;
    both::initialize(p, random);
    hg::parameters<one> forwards, backwards;
    for (int i = 0; i < one::parameter_count; ++i) {
        forwards[i] = p[i];
        backwards[i] = p[one::parameter_count + i];
    }
    hg::matrix<float, count * steps, 2> x, reversed;
    for (int b = 0; b < count; ++b)
        for (int t = 0; t < steps; ++t)
            for (int i = 0; i < 2; ++i) {
                x(b * steps + t, i) = random.normal<float>();
                reversed((b + 1) * steps - 1 - t, i) = x(b * steps + t, i);
            }
    const auto first = one::forward(forwards, hg::sequences<count>(x));
    const auto second = one::forward(backwards, hg::sequences<count>(reversed));
    const auto y = both::forward(p, hg::sequences<count>(x));
    for (int b = 0; b < count; ++b)
        for (int t = 0; t < steps; ++t)
            for (int i = 0; i < 3; ++i) {
                CHECK(y(b * steps + t, i) == first(b * steps + t, i));
                CHECK(y(b * steps + t, 3 + i) == second((b + 1) * steps - 1 - t, i));
            }
}

TEST_CASE("bidirectional: frozen, predicted and in a workspace, the same bits") {
    using net = hg::network<hg::bidirectional<hg::gru<2, 3>, hg::gru_v1<2, 4>>, hg::dense<7, 2>>;
    hg::rng random{4};
    hg::parameters<net> p;
    net::initialize(p, random);
    hg::matrix<float, 3 * 5, 2> x;
    for (float& value : x) value = random.normal<float>();
    const auto y = net::forward(p, hg::sequences<3>(x));
    CHECK(hg::freeze(p).forward(hg::sequences<3>(x)) == y);
    hg::matrix<float, 3 * 5, 2> predicted;
    net::predict(p, hg::sequences<3>(x), predicted);
    CHECK(predicted == y);
    net::workspace<2 * hg::steps(5)> ws;
    net::predict(p, hg::sequences(x), ws, predicted);
    CHECK(predicted == y);
}
