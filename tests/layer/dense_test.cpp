// dense obeys the laws of a layer for activations of every kind, with and without bias, wide and narrow, also
// at compile time.
#include <doctest/doctest.h>
#include <share.hpp>

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

namespace hg = handgrad;

namespace {

template <class Layer, int B = 5>
void prove() {
    const auto report = hg::testing::layer_laws<Layer, B>();
    CHECK_MESSAGE(report.holds(), report.explain());
}

/// Of two shapes those that fall to this build; each `Turn` others.
template <class Activation, std::size_t Turn>
void prove_shapes() {
    if constexpr (is_mine(Turn)) prove<hg::dense<3, 5, Activation>>();
    if constexpr (is_mine(Turn + 1)) prove<hg::dense<17, 9, Activation, hg::no_bias>, 2>();
}

using tiny = hg::dense<2, 3, hg::tanh>;
static_assert(hg::testing::layer_laws<tiny, 2>().holds());
static_assert(hg::testing::layer_laws<hg::dense<3, 2, hg::silu, hg::no_bias>, 2>().holds());

} // namespace

TEST_CASE("dense obeys the laws of a layer") {
    SUBCASE("identity") { prove_shapes<hg::identity, 0>(); }
    SUBCASE("relu") { prove_shapes<hg::relu, 1>(); }
    SUBCASE("leaky_relu") { prove_shapes<hg::leaky_relu, 2>(); }
    SUBCASE("sigmoid") { prove_shapes<hg::sigmoid, 3>(); }
    SUBCASE("tanh") { prove_shapes<hg::tanh, 4>(); }
    SUBCASE("silu") { prove_shapes<hg::silu, 5>(); }
    SUBCASE("sin") { prove_shapes<hg::sin, 6>(); }
    SUBCASE("cos") { prove_shapes<hg::cos, 7>(); }
    if constexpr (is_mine(0)) SUBCASE("gelu") {
            prove<hg::dense<17, 9, hg::gelu>, 2>();
        }
    if constexpr (is_mine(1)) SUBCASE("elu") {
            prove<hg::dense<17, 9, hg::elu>, 2>();
        }
    if constexpr (is_mine(2)) SUBCASE("wide") {
            prove<hg::dense<33, 70, hg::relu>, 13>();
        }
    if constexpr (is_mine(3)) SUBCASE("narrow") {
            prove<hg::dense<1, 1, hg::tanh>>();
        }
    if constexpr (is_mine(4)) SUBCASE("several chains") {
            prove<hg::dense<40, 10, hg::relu>, 7>();
        }
    if constexpr (is_mine(5)) SUBCASE("one row") {
            prove<hg::dense<65, 16, hg::tanh>, 1>();
        }
}

TEST_CASE("dense computes sigma(Z W + b)") {
    using layer = hg::dense<2, 3, hg::relu>;
    const hg::matrix<float, 1, layer::parameter_count> p{{1, 2, 3, 4, 5, 6, 0.5f, -30, 0.25f}};
    const hg::matrix<float, 2, 2> z{{1, 2}, {-1, 0}};
    hg::matrix<float, 2, 3> y;
    layer::forward<2>(z.view(), p.view(), hg::discard{}, y.view());
    CHECK(y == hg::matrix<float, 2, 3>{{9.5f, 0, 15.25f}, {0, 0, 0}});
    CHECK(layer::weights(p.view())(1, 0) == 4);
    CHECK(layer::biases(p.view())(0, 1) == -30);
}

TEST_CASE("weights begin as He's for a rectifier, else Glorot's; biases as zero") {
    const auto spread = []<class Layer>(Layer, auto... scheme) {
        hg::matrix<double, 1, Layer::parameter_count> p;
        hg::rng r{3};
        Layer::initialize(p.view(), r, scheme...);
        double square = 0;
        for (double x : Layer::weights(p.view())) square += x * x;
        for (double b : Layer::biases(p.view())) CHECK(b == 0);
        return square / (Layer::inputs * Layer::outputs);
    };
    using rectifying = hg::dense<100, 60, hg::relu>;
    using smooth = hg::dense<100, 60, hg::tanh>;
    CHECK(spread(rectifying{}) == doctest::Approx(2.0 / 100).epsilon(0.05));
    CHECK(spread(smooth{}) == doctest::Approx(2.0 / 160).epsilon(0.05));
    CHECK(spread(smooth{}, hg::he_normal{}) == doctest::Approx(2.0 / 100).epsilon(0.05));
    CHECK(spread(smooth{}, hg::he_uniform{}) == doctest::Approx(2.0 / 100).epsilon(0.05));
    CHECK(spread(rectifying{}, hg::glorot_normal{}) == doctest::Approx(2.0 / 160).epsilon(0.05));
    CHECK(spread(rectifying{}, hg::glorot_uniform{}) == doctest::Approx(2.0 / 160).epsilon(0.05));
}
