// Dual numbers: their values are those of the same computation without tangents, to the bit; their tangents
// are derivatives, and have the same bits in vectors, alone and in constant expressions.
#include <bits.hpp>
#include <doctest/doctest.h>
#include <share.hpp>

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace hg = handgrad;

namespace {

template <class T>
bool same_bits(hg::dual<T> a, hg::dual<T> b) {
    return ::same_bits(a.value, b.value) && ::same_bits(a.tangent, b.tangent);
}

using D = hg::dual<double>;
static_assert(std::is_trivially_copyable_v<D> && sizeof(D) == 2 * sizeof(double));
static_assert(std::is_trivially_default_constructible_v<D>);
static_assert(hg::simd::native_width<D> == hg::simd::native_width<double>);
static_assert(std::is_same_v<hg::real_of<D>, double> && std::is_same_v<hg::real_of<float>, float>);

constexpr bool has_tangent(D x, double value, double tangent) {
    return x.value == value && x.tangent == tangent;
}
constexpr D x(3, 1);
static_assert(has_tangent(2 * x + 1, 7, 2) && has_tangent(x * x, 9, 6) && has_tangent(6 / x, 2, -2. / 3));
static_assert(has_tangent(-x, -3, -1) && has_tangent(1 - x, -2, -1) && has_tangent(hg::fma(x, x, x), 12, 7));
static_assert(has_tangent(hg::fma(x, 2, 1), 7, 2) && hg::fma(2.f, 3.f, 1.f) == 7);
static_assert(x > 2 && x < 4 && x == 3 && x != 4 && x <= 3 && x >= 3);
constexpr D after(D y, auto change) {
    change(y);
    return y;
}
static_assert(has_tangent(after(6, [](D& y) { y += x; }), 9, 1) &&
              has_tangent(after(6, [](D& y) { y -= x; }), 3, -1));
static_assert(has_tangent(after(6, [](D& y) { y *= x; }), 18, 6) &&
              has_tangent(after(6, [](D& y) { y /= x; }), 2, -2. / 3));
static_assert(has_tangent(sqrt(hg::simd::scalar_vector<D>(D(4, 1))).v, 2, 0.25));
static_assert(has_tangent(abs(hg::simd::scalar_vector<D>(-x)).v, 3, 1));
static_assert(has_tangent(max(hg::simd::scalar_vector<D>(0), hg::simd::scalar_vector<D>(x)).v, 3, 1));

// What a user's activation may contain, too: the slope of |x| at 0, a sign that turns, steps.
using one_dual = hg::simd::scalar_vector<D>;
constexpr bool has_magnitude(D number, double value, double tangent) {
    return has_tangent(abs(one_dual(number)).v, value, tangent);
}
static_assert(has_magnitude(D(0, 5), 0, 5) && has_magnitude(D(-0.0, 5), 0, 5));
static_assert(has_magnitude(D(2, 5), 2, 5) && has_magnitude(D(-2, 5), 2, -5));
constexpr bool has_sign(D number, double sign, double value, double tangent) {
    return has_tangent(copysign(one_dual(number), one_dual(D(sign, 9))).v, value, tangent);
}
static_assert(has_sign(D(3, 5), 2, 3, 5) && has_sign(D(-3, 5), -2, -3, 5));
static_assert(has_sign(D(3, 5), -2, -3, -5) && has_sign(D(-3, 5), 2, 3, -5));
static_assert(has_sign(D(3, 5), -0.0, -3, -5) && has_sign(D(-3, 5), 0.0, 3, -5));
static_assert(has_tangent(round(one_dual(D(2.5, 5))).v, 2, 0) &&
              has_tangent(round(one_dual(D(-3.5, 5))).v, -4, 0));

template <class T>
std::vector<hg::dual<T>> random_duals(std::size_t count, hg::rng& r) {
    std::vector<hg::dual<T>> result;
    for (std::size_t i = 0; i < count; ++i) {
        const T value = r.normal<T>();
        result.emplace_back(value, r.normal<T>());
    }
    return result;
}

/// Of a vector of 1 .. width numbers in memory: the operations, lane by lane.
template <class T>
void check_lanes() {
    using V = hg::simd::native_vector<hg::dual<T>>;
    using one = hg::simd::scalar_vector<hg::dual<T>>;
    hg::rng r{5};
    const auto a = random_duals<T>(8, r), b = random_duals<T>(8, r), c = random_duals<T>(8, r);
    int wrong = 0;
    const auto compare = [&](auto f) {
        hg::dual<T> result[V::width];
        f(V::load(a.data()), V::load(b.data()), V::load(c.data())).store(result);
        for (std::size_t l = 0; l < V::width; ++l)
            wrong += !same_bits(result[l], f(one(a[l]), one(b[l]), one(c[l])).v);
    };
    compare([](auto u, auto v, auto) { return u + v; });
    compare([](auto u, auto v, auto) { return u - v; });
    compare([](auto u, auto v, auto) { return u * v; });
    compare([](auto u, auto v, auto) { return u / v; });
    compare([](auto u, auto v, auto w) { return fma(u, v, w); });
    compare([](auto u, auto v, auto w) { return fnma(u, v, w); });
    compare([](auto u, auto v, auto) { return max(u, v) * min(v, u); });
    compare([](auto u, auto v, auto) { return copysign(u, v) + abs(v); });
    compare([](auto u, auto v, auto w) { return select((u < v) & (v >= w), v, sqrt(abs(w))); });
    compare([](auto u, auto, auto) { return round(u) - u; });
    CHECK(wrong == 0);

    const auto first = [&]<int Count>(std::integral_constant<int, Count>) {
        hg::dual<T> result[V::width + 1];
        for (auto& number : result) number = {T(7), T(9)};
        V::template load_first<Count>(a.data()).template store_first<Count>(result);
        for (std::size_t l = 0; l <= V::width; ++l)
            wrong += !same_bits(result[l], l < Count ? a[l] : hg::dual<T>(T(7), T(9)));
        hg::dual<T> all[V::width];
        V::template load_first<Count>(a.data()).store(all);
        for (std::size_t l = Count; l < V::width; ++l) wrong += !same_bits(all[l], hg::dual<T>(0));
    };
    [&]<int... I>(std::integer_sequence<int, I...>) { (first(std::integral_constant<int, I + 1>{}), ...); }
    (std::make_integer_sequence<int, V::width>{});
    CHECK(wrong == 0);
}

template <class T, int R, int C>
struct factor {
    std::vector<hg::dual<T>> numbers;
    hg::view<const hg::dual<T>, R, C> view;

    explicit factor(hg::rng& r) : numbers(random_duals<T>(R * C, r)), view(numbers.data()) {}
};

/// How many elements of the product differ from the canonical sums of a(i, k) b(k, j).
template <class Product, class A, class B>
int wrong_sums(const Product& product, int depth, int chains, A a, B b) {
    using number = typename Product::value_type;
    int wrong = 0;
    for (int i = 0; i < product.rows; ++i)
        for (int j = 0; j < product.cols; ++j) {
            const number sum = hg::kernel::sum_of_products(
                number(0), depth, chains, [&](int k) { return a(i, k); }, [&](int k) { return b(k, j); });
            wrong += !same_bits(product(i, j), sum);
        }
    return wrong;
}
template <class T, int M, int K, int N>
int wrong_nn() {
    hg::rng r{7};
    const factor<T, M, K> z(r);
    const factor<T, K, N> w(r);
    hg::matrix<hg::dual<T>, M, N> out;
    hg::gemm_nn(z.view, w.view, out.view());
    return wrong_sums(out, K, hg::kernel::forward_chains(K, N), z.view, w.view);
}
template <class T, int M, int K, int N>
int wrong_tn() {
    hg::rng r{7};
    const factor<T, M, K> z(r);
    const factor<T, M, N> g(r);
    hg::matrix<hg::dual<T>, K, N> out;
    hg::gemm_tn(z.view, g.view, out.view());
    return wrong_sums(
        out, M, 1, [&](int i, int k) { return z.view(k, i); }, g.view);
}
template <class T, int M, int K, int N>
int wrong_nt() {
    hg::rng r{7};
    const factor<T, M, N> g(r);
    const factor<T, K, N> w(r);
    hg::matrix<hg::dual<T>, M, K> out;
    hg::gemm_nt(g.view, w.view, out.view());
    return wrong_sums(out, N, 1, g.view, [&](int k, int j) { return w.view(j, k); });
}

/// Tangents of f at some places, against central differences of its values, relative to 1 + |f'|.
template <class F, class T>
[[gnu::noinline]] T result_of(F f, T at) {
    return f(hg::simd::scalar_vector<T>(at)).v;
}

template <class F>
double worst_slope(double lowest, double highest, F f) {
    constexpr int places = 60;
    constexpr double h = 1e-5;
    double worst = 0;
    for (int i = 0; i <= places; ++i) {
        const double at = lowest + (highest - lowest) * (i + 0.37) / (places + 1);
        const D y = result_of(f, D(at, 1));
        CHECK(::same_bits(y.value, result_of(f, at)));
        const double slope = (result_of(f, at + h) - result_of(f, at - h)) / (2 * h);
        worst = std::max(worst, std::abs(y.tangent - slope) / (1 + std::abs(slope)));
    }
    return worst;
}

/// The activations are dealt out by the length of their names.
template <class Sigma>
constexpr bool sigma_is_mine = is_mine(std::string_view(Sigma::name).size());

/// The tangent of value is the derivative, to the bit; that of the derivative agrees with differences.
template <class Sigma>
void check_activation() {
    INFO(Sigma::name);
    CHECK(worst_slope(-4, 4, [](auto z) {
              return hg::derivative<Sigma>(z, hg::kernel::activated<Sigma>(z));
          }) < 1e-8);
    for (const double at : {-1.25, -0.0, 0.0, 0.5}) {
        using V = hg::simd::scalar_vector<double>;
        const V y = Sigma::value(V(at));
        const D found = hg::kernel::activated<Sigma>(hg::simd::scalar_vector<D>(D(at, 1))).v;
        CHECK(::same_bits(found.value, y.v));
        CHECK(found.tangent == hg::derivative<Sigma>(V(at), y).v);
    }
}

} // namespace

TEST_CASE("a vector of duals computes what each of them alone does") {
    check_lanes<float>();
    check_lanes<double>();
}

TEST_CASE("products of matrices of duals are the canonical sums, whatever the plan") {
    if constexpr (is_mine(0)) CHECK(wrong_nn<float, 1, 17, 5>() == 0);   // one_row
    if constexpr (is_mine(1)) CHECK(wrong_nn<float, 17, 64, 10>() == 0); // along_depth
    if constexpr (is_mine(2))
        CHECK(wrong_nn<float, 23, 70, 45>() == 0); // tiles, panels and overlapping vectors
    if constexpr (is_mine(0)) CHECK(wrong_nn<double, 5, 64, 7>() == 0);
    if constexpr (is_mine(1)) CHECK(wrong_tn<float, 20, 64, 10>() == 0); // not transposed
    if constexpr (is_mine(2)) CHECK(wrong_tn<float, 20, 512, 3>() == 0); // copied_strips, less than a vector
    if constexpr (is_mine(0)) CHECK(wrong_nt<float, 23, 70, 45>() == 0); // transposed panels
}

TEST_CASE("the elementary functions differentiate") {
    namespace math = hg::math;
    CHECK(worst_slope(-4, 4, [](auto z) { return math::exp(z); }) < 1e-8);
    CHECK(worst_slope(-4, 4, [](auto z) { return math::exp2(z); }) < 1e-8);
    CHECK(worst_slope(-4, 4, [](auto z) { return math::expm1(z); }) < 1e-8);
    CHECK(worst_slope(0.1, 4, [](auto z) { return math::log(z); }) < 1e-8);
    CHECK(worst_slope(-0.9, 4, [](auto z) { return math::log1p(z); }) < 1e-7);
    CHECK(worst_slope(-4, 4, [](auto z) { return math::erf(z); }) < 1e-8);
    CHECK(worst_slope(-4, 4, [](auto z) { return math::tanh(z) - math::sigmoid(z); }) < 1e-8);
    CHECK(worst_slope(-4, 4, [](auto z) { return math::sin(z) + math::cos(z); }) < 1e-8);
    CHECK(worst_slope(-4, 4, [](auto z) { return math::softplus(z); }) < 1e-8);
    CHECK(worst_slope(-4, 4, [](auto z) { return math::fast::exp(z); }) < 1e-8);
    CHECK(worst_slope(-4, 4, [](auto z) { return z / sqrt(z * z + decltype(z)(1)); }) < 1e-8);
}

TEST_CASE_TEMPLATE("activations of duals", Sigma, hg::elu, hg::exp, hg::fast::tanh, hg::gelu, hg::gelu_tanh,
                   hg::hard_sigmoid, hg::leaky_relu, hg::mish, hg::relu, hg::sigmoid, hg::silu, hg::sin,
                   hg::softplus, hg::softsign, hg::tanh) {
    if constexpr (sigma_is_mine<Sigma>) check_activation<Sigma>();
}

namespace {

/// The second derivative at 0, of either sign.
template <class Sigma>
void check_curvature_at_zero(double expected) {
    INFO(Sigma::name);
    for (const double zero : {0.0, -0.0}) {
        const hg::simd::scalar_vector<D> in(D(zero, 1));
        CHECK(hg::derivative<Sigma>(in, hg::kernel::activated<Sigma>(in)).v.tangent ==
              doctest::Approx(expected).epsilon(1e-12));
    }
}

} // namespace

TEST_CASE("the second derivative where an activation is computed from |z|, at 0") {
    check_curvature_at_zero<hg::silu>(0.5);
    check_curvature_at_zero<hg::fast::silu>(0.5);
    check_curvature_at_zero<hg::gelu>(0.79788456080286535588); // sqrt(2 / pi)
    check_curvature_at_zero<hg::gelu_tanh>(0.79788456080286535588);
    check_curvature_at_zero<hg::mish>(0.64);
    check_curvature_at_zero<hg::softsign>(-2); // on the right
    check_curvature_at_zero<hg::softplus>(0.25);
}

TEST_CASE_TEMPLATE("activations of duals have limits at the ends, and so have their derivatives", Sigma,
                   hg::celu, hg::elu, hg::fast::sigmoid, hg::fast::silu, hg::fast::tanh, hg::gelu,
                   hg::gelu_tanh, hg::hard_sigmoid, hg::hard_swish, hg::identity, hg::leaky_relu, hg::mish,
                   hg::relu, hg::relu6, hg::selu, hg::sigmoid, hg::silu, hg::softplus,
                   hg::softplus_with<std::ratio<2>>, hg::softsign, hg::tanh) {
    [[maybe_unused]] const auto check = []<class T>(T end) {
        const hg::simd::scalar_vector<T> z(end), y = Sigma::value(z);
        const hg::simd::scalar_vector<hg::dual<T>> in(hg::dual<T>(end, 3)),
            value = hg::kernel::activated<Sigma>(in), slope = hg::derivative<Sigma>(in, value);
        INFO(std::string(Sigma::name) << " at " << static_cast<double>(end));
        CHECK(::same_bits(value.v.value, y.v));
        CHECK(value.v.tangent == 3 * hg::derivative<Sigma>(z, y).v);
        CHECK(slope.v.value == hg::derivative<Sigma>(z, y).v);
        CHECK(slope.v.tangent == 0);
    };
    if constexpr (sigma_is_mine<Sigma>) {
        constexpr float single = hg::math::infinity<float>;
        constexpr double twice = hg::math::infinity<double>;
        for (const float end : {single, -single, 3e38f, -3e38f}) check(end);
        for (const double end : {twice, -twice, 1e308, -1e308}) check(end);
    }
}
