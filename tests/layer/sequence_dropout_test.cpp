#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <doctest/doctest.h>

#include <ratio>

namespace hg = handgrad;

TEST_CASE("sequence_dropout: the laws of a layer") {
    const auto report =
        hg::testing::layer_laws<hg::sequence_dropout<7, std::ratio<1, 3>>, hg::extent(3, 5)>();
    INFO(report.explain());
    CHECK(report.holds());
}

TEST_CASE(
    "sequence_dropout: one mask for all steps of a sequence, another for the next, none in prediction") {
    constexpr int n = 64, count = 8, steps = 5;
    using net = hg::network<hg::sequence_dropout<n, std::ratio<1, 4>>>;
    hg::parameters<net> p;
    static hg::matrix<float, count * steps, n> x, target;
    for (float& value : x) value = 1;
    static net::trace<count * hg::steps(steps)> ws;
    hg::discard nothing;
    net::value_and_gradient(hg::mean_squared_error{}, p, hg::sequences<count>(x), target, nothing, ws);
    const auto y = ws.activation<2>();
    int dropped = 0, shared = 0;
    for (int b = 0; b < count; ++b)
        for (int i = 0; i < n; ++i) {
            const float first = y(b * steps, i);
            CHECK((first == 0 || first == 1 / 0.75f));
            for (int t = 1; t < steps; ++t) CHECK(y(b * steps + t, i) == first);
            dropped += first == 0;
            shared += first == y((b + 1) % count * steps, i);
        }
    CHECK(dropped > count * n / 6);
    CHECK(dropped < count * n / 3);
    CHECK(shared < count * n * 3 / 4);
    CHECK(net::forward(p, hg::sequences<count>(x)) == x);
}

TEST_CASE("sequence_dropout: the same masks however a batch is cut") {
    using net = hg::network<hg::gru<3, 4>, hg::sequence_dropout<4>, hg::dense<4, 2>>;
    hg::rng random{5};
    hg::parameters<net> p, whole, pieces;
    net::initialize(p, random);
    hg::matrix<float, 5 * 4, 3> x;
    hg::matrix<float, 5 * 4, 2> target;
    for (float& value : x) value = random.normal<float>();
    net::workspace<5 * hg::steps(4)> large;
    net::workspace<2 * hg::steps(4)> small;
    const hg::mean_squared_error loss;
    CHECK(net::value_and_gradient(loss, p, hg::sequences<5>(x), target, whole, large) ==
          net::value_and_gradient(loss, p, hg::sequences<5>(x), target, pieces, small));
    CHECK(whole == pieces);
}
