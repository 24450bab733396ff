// prelu: the laws of a layer, PyTorch's numbers, the kink, NaN, and the number of its slopes.
#include <bits.hpp>

#include <handgrad/core/matrix.hpp>
#include <handgrad/layer/prelu.hpp>
#include <handgrad/layer/verdict.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <doctest/doctest.h>

#include <limits>

namespace hg = handgrad;

namespace {

template <class Layer, int B = 5>
void prove() {
    const auto report = hg::testing::layer_laws<Layer, B>();
    CHECK_MESSAGE(report.holds(), report.explain());
}

static_assert(hg::testing::layer_laws<hg::prelu<3>, 2>().holds());
static_assert(hg::testing::layer_laws<hg::prelu<3, 1>, 2>().holds());
static_assert(hg::layer<hg::prelu<4>> && hg::prelu<4>::parameter_count == 4 &&
              hg::prelu<4, 1>::parameter_count == 1 && hg::prelu<4>::tape_size<8> == 0);

// a number of slopes that is neither, and a width of none
static_assert(hg::chainable<hg::prelu<4>, hg::prelu<4, 1>> && !hg::chainable<hg::prelu<4, 3>>);
static_assert(!hg::chainable<hg::prelu<4>, hg::prelu<5>> && !hg::chainable<hg::prelu<0>>);

} // namespace

TEST_CASE("prelu obeys the laws of a layer") {
    SUBCASE("a slope for each column") {
        prove<hg::prelu<1>>();
        prove<hg::prelu<21>, 3>();
    }
    SUBCASE("one slope") { prove<hg::prelu<21, 1>>(); }
}

TEST_CASE("prelu gives PyTorch's numbers, its slope beginning as 1/4") {
    const hg::matrix<float, 2, 3> z{{1, -2, 0}, {-3, 4, -0.5f}};
    const auto differentiate = [&]<class Layer>(Layer) {
        constexpr int slopes = Layer::parameter_count;
        struct {
            hg::matrix<float, 2, 3> y, g_in, g{{1, 2, 3}, {4, 5, 6}};
            hg::matrix<float, 1, slopes> p, dp;
        } result;
        auto& [y, g_in, g, p, dp] = result;
        hg::rng r{1};
        Layer::initialize(p.view(), r);
        using constant = hg::view<const float, 1, slopes>;
        const hg::view<const float, 1, 0> tape(nullptr);
        Layer::template forward<2>(z.view(), constant(p.view()), hg::discard{}, y.view());
        Layer::template vjp<2, hg::write::overwrite>(z.view(), hg::view<const float, 2, 3>(y.view()),
                                                     constant(p.view()), tape, g.view(), g_in.view(),
                                                     dp.view());
        CHECK(y == hg::matrix<float, 2, 3>{{1, -0.5f, 0}, {-0.75f, 4, -0.125f}});
        CHECK(g_in == hg::matrix<float, 2, 3>{{1, 0.5f, 0.75f}, {1, 5, 1.5f}}); // 1/4 at the kink
        return dp;
    };
    CHECK(differentiate(hg::prelu<3>{}) == hg::matrix<float, 1, 3>{{-12, -4, -3}});
    CHECK(differentiate(hg::prelu<3, 1>{}) == hg::matrix<float, 1, 1>{{-19}});
}

TEST_CASE("a NaN goes through prelu, and into the gradient of its slope") {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    using layer = hg::prelu<1>;
    const hg::matrix<float, 1, 1> z{{nan}}, p{{0.25f}}, tape;
    hg::matrix<float, 1, 1> y, g{{1}}, g_in, dp;
    layer::forward<1>(z.view(), p.view(), hg::discard{}, y.view());
    CHECK(is_nan(y(0, 0)));
    layer::vjp<1, hg::write::overwrite>(z.view(), hg::view<const float, 1, 1>(y.view()), p.view(),
                                        tape.view(), g.view(), g_in.view(), dp.view());
    CHECK(g_in(0, 0) == 0.25f);
    CHECK(is_nan(dp(0, 0)));
}
