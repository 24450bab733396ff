// collapse: which layers become one, the same bits where nothing is rounded, and how far rounding goes.
#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>

#include <cmath>
#include <limits>
#include <type_traits>

namespace hg = handgrad;

namespace {

using hg::dense, hg::identity, hg::no_bias;
template <int In, int Out, class A = identity>
using bare = dense<In, Out, A, no_bias>;

template <class... Layers>
using collapsed = hg::collapsed<hg::network<Layers...>>;

static_assert(std::is_same_v<collapsed<bare<5, 7>, bare<7, 3>>, hg::network<bare<5, 3>>>);
static_assert(
    std::is_same_v<collapsed<dense<5, 7>, bare<7, 3, hg::relu>, dense<3, 2>, dense<2, 4>, bare<4, 1>>,
                   hg::network<dense<5, 3, hg::relu>, dense<3, 1>>>);
// what is between them, is fixed, or is inside a network of its own, keeps layers apart
static_assert(std::is_same_v<collapsed<dense<5, 7>, hg::dropout<7>, dense<7, 3>>,
                             hg::network<dense<5, 7>, hg::dropout<7>, dense<7, 3>>>);
static_assert(std::is_same_v<collapsed<hg::fixed<dense<5, 7>>, dense<7, 3>>,
                             hg::network<hg::fixed<dense<5, 7>>, dense<7, 3>>>);
static_assert(
    std::is_same_v<collapsed<hg::residual<dense<5, 7>, bare<7, 5>>, hg::checkpoint<bare<5, 2>, bare<2, 1>>>,
                   hg::network<hg::residual<dense<5, 5>>, hg::checkpoint<bare<5, 1>>>>);

using net = hg::network<dense<5, 17>, bare<17, 9>, dense<9, 6, hg::tanh>,
                        hg::residual<bare<6, 2>, dense<2, 6>>, bare<6, 4>, bare<4, 3>>;
static_assert(hg::collapsed<net>::depth == 3);

/// net as in exact arithmetic: in double, of floats.
template <class Net>
hg::matrix<double, 4, 3> exactly(const hg::parameters<Net>& p, const hg::matrix<float, 4, 5>& x) {
    hg::parameters<Net, double> wide;
    for (int i = 0; i < p.size; ++i) wide[i] = static_cast<double>(p[i]);
    hg::matrix<double, 4, 5> z;
    for (int i = 0; i < z.size; ++i) z.data()[i] = static_cast<double>(x.data()[i]);
    return Net::forward(wide, z);
}

/// Two layers, collapsed at compile time.
constexpr auto folded = [] {
    hg::parameters<hg::network<dense<2, 2>, dense<2, 1>>> p;
    const float numbers[] = {1, 2, 3, 4, 5, 6, /**/ 7, 8, 9};
    for (int i = 0; i < p.size; ++i) p[i] = numbers[i];
    return hg::collapse(p);
}();
static_assert(folded[0] == 1 * 7 + 2 * 8 && folded[1] == 3 * 7 + 4 * 8 && folded[2] == 5 * 7 + 6 * 8 + 9);

} // namespace

TEST_CASE("small integers: the same bits") {
    hg::rng r{2};
    hg::parameters<net> p;
    for (float& w : p) w = static_cast<float>(static_cast<int>(r.uniform(0.0f, 5.0f)) - 2);
    for (float& b : p.biases<3>()) b = 100; // tanh is 1: integers once more
    for (float& w : p.weights<3>()) w = 0;
    hg::matrix<float, 4, 5> x;
    for (float& v : x) v = static_cast<float>(static_cast<int>(r.uniform(0.0f, 9.0f)) - 4);
    CHECK(hg::collapsed<net>::forward(hg::collapse(p), x) == net::forward(p, x));
}

TEST_CASE("any numbers: no farther than rounding goes") {
    using linear = hg::network<dense<5, 17>, bare<17, 9>, dense<9, 3>>;
    hg::rng r{3};
    hg::parameters<linear> p, absolute;
    linear::initialize(p, r, hg::torch_default{});
    for (int i = 0; i < p.size; ++i) absolute[i] = std::abs(p[i]);
    hg::matrix<float, 4, 5> x, absolute_x;
    for (float& v : x) v = r.normal<float>();
    for (int i = 0; i < x.size; ++i) absolute_x.data()[i] = std::abs(x.data()[i]);

    const auto q = hg::collapse(p);
    const auto y = linear::forward(p, x), z = hg::collapsed<linear>::forward(q, x);
    const auto bound = linear::forward(absolute, absolute_x);
    constexpr float epsilon = std::numeric_limits<float>::epsilon();
    for (int i = 0; i < y.size; ++i)
        CHECK(std::abs(y.data()[i] - z.data()[i]) <= 2 * (5 + 17 + 9) * epsilon * bound.data()[i]);
    const auto exact = exactly(p, x), of_collapsed = exactly(q, x);
    for (int i = 0; i < exact.size; ++i)
        CHECK(std::abs(exact.data()[i] - of_collapsed.data()[i]) <
              1e-6 * static_cast<double>(bound.data()[i]));
}
