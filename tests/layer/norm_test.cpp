// layer_norm and batch_norm: their laws, and agreement with PyTorch 1.13 in double.
#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

namespace hg = handgrad;

namespace {

template <class L>
void check_laws() {
    static_assert(hg::layer<L>);
    const auto report = hg::testing::layer_laws<L>();
    CHECK_MESSAGE(report, report.explain());
}

const hg::matrix<double, 4, 3> z{{0.5, -1.25, 2.0}, {1.5, 0.25, -0.75}, {-2.0, 1.0, 0.5}, {0.25, -0.5, 3.0}};
const hg::matrix<double, 4, 3> upstream{
    {1.0, -0.5, 0.25}, {0.5, 2.0, -1.0}, {-1.5, 0.75, 1.0}, {0.25, -1.0, 0.5}};

template <class X>
void near(const X& found, std::initializer_list<double> expected) {
    const double* e = expected.begin();
    for (const double x : found) CHECK(x == doctest::Approx(*e++).epsilon(1e-13));
    CHECK(e == expected.end());
}

/// A training pass over the batch above with gamma = (1.5, -0.5, 2), beta = (0.25, 1, -1).
template <class L>
struct pass {
    static constexpr int count = L::parameter_count;
    hg::matrix<double, 1, count> p, dp;
    hg::matrix<double, 1, L::template tape_size<4>> tape;
    hg::matrix<double, 4, 3> y, g = upstream, dz;

    pass() {
        hg::rng unused{1};
        L::initialize(p.view(), unused);
        const double values[] = {1.5, -0.5, 2.0, 0.25, 1.0, -1.0};
        std::copy_n(values, 6, p.begin());
        const hg::view<const double, 4, 3> constant_z(z), constant_y(y);
        const hg::view<const double, 1, count> constant_p(p);
        L::template forward<4>(constant_z, constant_p, tape.view(), y.view());
        L::template vjp<4, hg::write::overwrite>(constant_z, constant_y, constant_p,
                                                 hg::view<const double, 1, L::template tape_size<4>>(tape),
                                                 g.view(), dz.view(), dp.view());
    }
};

} // namespace

TEST_CASE("the laws of a layer hold") {
    check_laws<hg::layer_norm<13>>();
    check_laws<hg::layer_norm<3>>();
    check_laws<hg::batch_norm<13>>();
    check_laws<hg::batch_norm<3, hg::sigmoid>>();
    check_laws<hg::batch_norm<9, hg::silu>>();
    check_laws<hg::network<hg::dense<3, 7, hg::identity, hg::no_bias>, hg::batch_norm<7, hg::tanh>,
                           hg::residual<hg::dense<7, 7>, hg::layer_norm<7>>>>();
}

TEST_CASE("layer_norm as in PyTorch") {
    const pass<hg::layer_norm<3>> a;
    near(a.y, {0.344118103979626, 1.62745402653084, 1.38432530081719, 2.15123944649648, 1.04526760586896,
               -3.35391550518612, -1.84549601181388, 0.555500845978875, 0.0159980663340002,
               -0.414617062881769, 1.47077041954125, 1.76923776200737});
    near(a.dz, {0.558779958025807, -0.257899098879513, -0.300880859146294, 0.0712592162808023,
                -0.160293164142219, 0.0890339478614164, -0.198188957026393, -0.990900355958369,
                1.18908931298476, -0.0927612946226959, 0.0728829307224897, 0.0198783639002062});
    near(a.dp, {2.68121838615216, 2.05467317316918, 2.67530688886405, 0.25, 1.25, 0.75});
}

TEST_CASE("batch_norm as in PyTorch") {
    using norm = hg::batch_norm<3>;
    pass<norm> a;
    near(a.y, {0.762957000157182, 1.67081562302247, 0.13689783809956, 1.9354301433736, 0.776394792325844,
               -3.71106407546818, -2.16822585788386, 0.329184376977533, -1.96199047839194, 0.469838714353078,
               1.22360520767416, 1.53615671576056});
    near(a.dz, {0.762529339825554, -0.119247524441692, -0.240788639941015, -0.593225476216565,
                -0.804981609732914, -0.878888231557845, -0.244857907130709, 0.342852732115847,
                1.41464133946441, 0.0755540435217197, 0.581376402058758, -0.294964467965554});
    near(a.dp, {3.35864702483869, 3.0186703036011, 1.65068820724071, 0.25, 1.25, 0.75, 0, 0, 0, 0, 0, 0});

    norm::update_statistics<4>(a.p.view(), hg::view<const double, 1, norm::tape_size<4>>(a.tape));
    near(norm::means(a.p.view()), {0.00625, -0.0125, 0.11875});
    near(norm::variances(a.p.view()), {1.11822916666667, 0.99375, 1.17239583333333});
    norm::forward<4>(hg::view<const double, 4, 3>(z), hg::view<const double, 1, 12>(a.p), hg::discard{},
                     a.y.view());
    near(a.y, {0.950375616802453, 1.62068958197861, 2.47486169206306, 2.36885787868084, 0.868338573519689,
               -2.60467034949091, -2.59583003789351, 0.492163069290227, -0.295792148784564, 0.595755051332857,
               1.24451407774915, 4.32196425262813});
}

// The ratios in their ranges, and what is none.
static_assert(hg::is_well_formed<hg::layer_norm<4>::verdict> &&
              hg::is_well_formed<hg::batch_norm<4>::verdict>);
static_assert(hg::is_well_formed<hg::batch_norm<4, hg::identity, std::ratio<0>>::verdict> &&
              hg::is_well_formed<hg::batch_norm<4, hg::identity, std::ratio<1>>::verdict>);
template <class Momentum, class Epsilon = std::ratio<1, 100>>
using verdict_of_batch_norm = typename hg::batch_norm<4, hg::identity, Momentum, Epsilon>::verdict;
static_assert(!hg::is_well_formed<verdict_of_batch_norm<std::ratio<-1, 10>>> &&
              !hg::is_well_formed<verdict_of_batch_norm<std::ratio<11, 10>>> &&
              !hg::is_well_formed<verdict_of_batch_norm<int>> &&
              !hg::is_well_formed<verdict_of_batch_norm<std::ratio<1, 10>, std::ratio<0>>> &&
              !hg::is_well_formed<verdict_of_batch_norm<std::ratio<1, 10>, int>>);
static_assert(!hg::is_well_formed<hg::layer_norm<4, std::ratio<0>>::verdict> &&
              !hg::is_well_formed<hg::layer_norm<4, std::ratio<-1, 10>>::verdict> &&
              !hg::is_well_formed<hg::layer_norm<4, int>::verdict>);
