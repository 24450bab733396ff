// softmax and log_softmax: the laws of a layer, and PyTorch's numbers, also for logits of +-1e4.
#include <bits.hpp>

#include <handgrad/core/matrix.hpp>
#include <handgrad/layer/log_softmax.hpp>
#include <handgrad/layer/softmax.hpp>
#include <handgrad/layer/verdict.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace hg = handgrad;

namespace {

template <class Layer, int B = 5>
void prove() {
    const auto report = hg::testing::layer_laws<Layer, B>();
    CHECK_MESSAGE(report.holds(), report.explain());
}

static_assert(hg::testing::layer_laws<hg::softmax<3>, 2>().holds());
static_assert(hg::testing::layer_laws<hg::log_softmax<3>, 2>().holds());
static_assert(hg::layer<hg::softmax<10>> && hg::softmax<10>::parameter_count == 0);
static_assert(hg::chainable<hg::softmax<3>, hg::log_softmax<3>>);
static_assert(!hg::chainable<hg::softmax<3>, hg::log_softmax<4>> && !hg::chainable<hg::softmax<0>>);
static_assert(hg::softmax<10>::tape_size<8> == 0 && hg::log_softmax<10>::tape_size<8> == 0);

template <class T>
using logits = hg::matrix<T, 4, 5>;

/// What comes out, and the gradient of its product with g.
template <class Layer, class T>
struct passed {
    logits<T> y, g_in;

    passed(const logits<T>& z, const logits<T>& g) {
        logits<T> spent = g;
        T nothing[1] = {};
        const hg::view<T, 1, 0> none(nothing);
        const hg::view<const T, 1, 0> const_none(nothing);
        Layer::template forward<4>(z.view(), const_none, hg::discard{}, y.view());
        Layer::template vjp<4, hg::write::overwrite>(z.view(), hg::view<const T, 4, 5>(y.view()), const_none,
                                                     const_none, spent.view(), g_in.view(), none);
    }
};

/// Within a few units in the last place of T, of the number or of 1, whichever is larger.
template <class T>
void close(const logits<T>& found, const logits<double>& expected) {
    const double epsilon = static_cast<double>(std::numeric_limits<T>::epsilon());
    for (int r = 0; r < 4; ++r)
        for (int c = 0; c < 5; ++c) {
            const double e = expected(r, c);
            INFO("row " << r << ", column " << c);
            CHECK(std::fabs(static_cast<double>(found(r, c)) - e) <=
                  2 * epsilon * std::fmax(1, std::fabs(e)));
        }
}

} // namespace

TEST_CASE("softmax and log_softmax obey the laws of a layer") {
    prove<hg::softmax<1>>();
    prove<hg::softmax<19>>();
    prove<hg::log_softmax<1>>();
    prove<hg::log_softmax<19>>();
}

TEST_CASE_TEMPLATE("softmax and log_softmax give PyTorch's numbers", T, float, double) {
    const logits<T> z{
        {1, 2, 3, -4, T(0.5)}, {1e4, -1e4, 0, 9999, 1e4}, {-1e4, -1e4, -9998, -1e4, -10003}, {0, 0, 0, 0, 0}};
    const logits<T> g{{1, -2, T(0.5), 3, T(1.5)}, {2, 1, 0, -1, 4}, {1, 2, 3, 4, 5}, {1, 0, 0, 0, -1}};
    // torch.softmax(z, 1) and torch.log_softmax(z, 1) of PyTorch 1.13 in double, and their gradients
    const passed<hg::softmax<5>, T> s(z, g);
    close<T>(s.y, {{0.08531981660594729, 0.2319233070874048, 0.6304329112518193, 0.0005748804022625649,
                    0.051749084652566106},
                   {0.4223187982515182, 0, 0, 0.15536240349696362, 0.4223187982515182},
                   {0.09579605555648862, 0.09579605555648862, 0.7078424285631716, 0.09579605555648862,
                    0.004769404767362591},
                   {0.2, 0.2, 0.2, 0.2, 0.2}});
    close<T>(s.g_in, {{0.08395146368018176, -0.4675661830678368, 0.30510561909429235, 0.0017154213172978431,
                       0.07679367897606489},
                      {-0.1598689440982976, 0, 0, -0.5248997083064412, 0.6847686524047387},
                      {-0.17415212292074483, -0.07835606736425622, 0.12886505111709334, 0.11323604374872102,
                       0.010407095419186595},
                      {0.2, 0, 0, 0, -0.2}});
    const passed<hg::log_softmax<5>, T> l(z, g);
    close<T>(l.y, {{-2.4613485348662096, -1.4613485348662096, -0.46134853486620975, -7.46134853486621,
                    -2.9613485348662096},
                   {-0.8619948040582511, -20000.861994804058, -10000.861994804058, -1.8619948040582512,
                    -0.8619948040582511},
                   {-2.3455337685848354, -2.3455337685848354, -0.34553376858483525, -2.3455337685848354,
                    -5.345533768584835},
                   {-1.6094379124341003, -1.6094379124341003, -1.6094379124341003, -1.6094379124341003,
                    -1.6094379124341003}});
    close<T>(l.g_in, {{0.6587207335762109, -2.9276932283496193, -2.0217316450072773, 2.9977004783909496,
                       1.2930036613897355},
                      {-0.5339127895091091, 1, 0, -1.9321744209817815, 1.4660872104908909},
                      {-0.4369408333473289, 0.5630591666526711, -7.6176364284475735, 2.563059166652671,
                       4.928458928489561},
                      {1, 0, 0, 0, -1}});
}

TEST_CASE("a NaN or +inf makes its row NaN, -inf only if there is nothing else: as in PyTorch") {
    const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
    const logits<float> z{
        {1, nan, 2, 3, 4}, {1, 2, inf, 3, 4}, {-inf, -inf, -inf, -inf, -inf}, {-inf, 0, 0, 0, 0}};
    const logits<float> g{{1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}, {1, 1, 1, 1, 1}};
    const passed<hg::softmax<5>, float> s(z, g);
    const passed<hg::log_softmax<5>, float> l(z, g);
    for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 5; ++c) {
            CHECK(is_nan(s.y(r, c)));
            CHECK(is_nan(l.y(r, c)));
        }
    CHECK(s.y.row(3)(0, 0) == 0);
    CHECK(s.y(3, 1) == 0.25f);
    CHECK(l.y(3, 0) == -inf);
    CHECK(l.y(3, 1) == doctest::Approx(-std::log(4.0)));
    CHECK(s.g_in(3, 0) == 0);
    CHECK(l.g_in(3, 0) == 1);
}

TEST_CASE_TEMPLATE("the largest and the smallest numbers are logits as any others", T, float, double) {
    constexpr T most = std::numeric_limits<T>::max(), least = std::numeric_limits<T>::denorm_min(),
                inf = std::numeric_limits<T>::infinity();
    const logits<T> z{{most, -most, 0, 1, -inf},
                      {least, -least, 0, least, least},
                      {-most, -most, -most, -inf, -most},
                      {most, most, most, 0, most}};
    const logits<T> g{{1, 2, 3, 4, 5}, {0, 0, 0, 0, 5}, {1, 1, 1, 1, 5}, {1, 1, 1, 1, 5}};
    const passed<hg::softmax<5>, T> s(z, g);
    const passed<hg::log_softmax<5>, T> l(z, g);
    close<T>(s.y, {{1, 0, 0, 0, 0},
                   {0.2, 0.2, 0.2, 0.2, 0.2},
                   {0.25, 0.25, 0.25, 0, 0.25},
                   {0.25, 0.25, 0.25, 0, 0.25}});
    close<T>(s.g_in, {{0, 0, 0, 0, 0},
                      {-0.2, -0.2, -0.2, -0.2, 0.8},
                      {-0.25, -0.25, -0.25, 0, 0.75},
                      {-0.25, -0.25, -0.25, 0, 0.75}});
    const double fourth = -std::log(4.0), fifth = -std::log(5.0);
    CHECK(l.y(0, 0) == 0);
    CHECK(l.y(0, 1) == -inf); // -2 most
    CHECK(l.y(0, 2) == -most);
    CHECK(l.y(0, 4) == -inf);
    for (int c = 0; c < 5; ++c) {
        CHECK(static_cast<double>(l.y(1, c)) == doctest::Approx(fifth));
        if (c == 3) continue;
        CHECK(static_cast<double>(l.y(2, c)) == doctest::Approx(fourth));
        CHECK(static_cast<double>(l.y(3, c)) == doctest::Approx(fourth));
    }
    CHECK(l.y(2, 3) == -inf);
    CHECK(l.y(3, 3) == -most);
    close<T>(l.g_in, {{-14, 2, 3, 4, 5},
                      {-1, -1, -1, -1, 4},
                      {-1.25, -1.25, -1.25, 1, 2.75},
                      {-1.25, -1.25, -1.25, 1, 2.75}});
}
