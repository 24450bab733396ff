// The activations of lesser precision: what they are made of, and their derivatives.
#include <handgrad/activation/fast.hpp>
#include <handgrad/activation/sigmoid.hpp>
#include <handgrad/activation/silu.hpp>
#include <handgrad/activation/tanh.hpp>

#include <bits.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>

namespace {

namespace hg = handgrad;

template <class Fast, class Exact>
struct grades {
    using fast = Fast;
    using exact = Exact;
};
using number = hg::simd::scalar_vector<float>;

static_assert(hg::activation<hg::fast::tanh> && !hg::needs_input<hg::fast::tanh>);
static_assert(hg::activation<hg::fast::sigmoid> && !hg::needs_input<hg::fast::sigmoid>);
static_assert(hg::activation<hg::fast::silu> && hg::needs_input<hg::fast::silu>);

template <class A>
constexpr float value_of(float z) {
    return A::value(number(z)).v;
}
static_assert(value_of<hg::fast::tanh>(0) == 0 && value_of<hg::fast::tanh>(1e30f) == 1);
static_assert(value_of<hg::fast::sigmoid>(0) == 0.5f && value_of<hg::fast::sigmoid>(-1e30f) == 0);
static_assert(value_of<hg::fast::silu>(1e30f) == 1e30f);

} // namespace

TEST_CASE_TEMPLATE("fast activations stay close to the exact ones", G, grades<hg::fast::tanh, hg::tanh>,
                   grades<hg::fast::sigmoid, hg::sigmoid>, grades<hg::fast::silu, hg::silu>) {
    for (float z = -12; z <= 12; z += 0.03125f) {
        const number fast = G::fast::value(number(z)), exact = G::exact::value(number(z));
        CAPTURE(z);
        CHECK(std::abs(fast.v - exact.v) <= 4e-7f * std::abs(exact.v));
        const float slope = hg::derivative<typename G::fast>(number(z), fast).v;
        CHECK(std::abs(slope - hg::derivative<typename G::exact>(number(z), exact).v) <= 1e-6f);
    }
    CHECK(is_nan(value_of<typename G::fast>(std::nanf(""))));
}

TEST_CASE_TEMPLATE("in double, fast activations are the exact ones", G, grades<hg::fast::tanh, hg::tanh>,
                   grades<hg::fast::sigmoid, hg::sigmoid>, grades<hg::fast::silu, hg::silu>) {
    for (double z : {-30.0, -1.0, -0.25, 0.3, 5.0}) {
        const hg::simd::scalar_vector<double> x(z);
        CHECK(same_bits(G::fast::value(x).v, G::exact::value(x).v));
    }
}

TEST_CASE_TEMPLATE("fast activations at the ends, alone and beside ordinary numbers", T, float, double) {
    constexpr T inf = std::numeric_limits<T>::infinity(), most = std::numeric_limits<T>::max(),
                nan = std::numeric_limits<T>::quiet_NaN();
    constexpr int width = hg::simd::native_width<T>;
    const auto check = [&]<class A>(A, T z, T value, T slope) {
        INFO(std::string(A::name) << " of " << static_cast<double>(z));
        const hg::simd::scalar_vector<T> one(z);
        CHECK(same_bits(A::value(one).v, value));
        CHECK(hg::derivative<A>(one, A::value(one)).v == slope);
        for (int lane = 0; lane < width; ++lane) {
            T in[width], out[width], derivative[width];
            for (int l = 0; l < width; ++l) in[l] = l == lane ? z : static_cast<T>(l) - T(2.5);
            const auto v = hg::simd::native_vector<T>::load(in);
            A::value(v).store(out);
            hg::derivative<A>(v, A::value(v)).store(derivative);
            for (int l = 0; l < width; ++l) {
                const hg::simd::scalar_vector<T> alone(in[l]);
                CHECK(same_bits(out[l], A::value(alone).v));
                CHECK(same_bits(derivative[l], hg::derivative<A>(alone, A::value(alone)).v));
            }
        }
    };
    for (const T end : {inf, most, most / 2, T(2000)}) {
        check(hg::fast::tanh{}, end, T(1), T(0));
        check(hg::fast::tanh{}, -end, T(-1), T(0));
        check(hg::fast::sigmoid{}, end, T(1), T(0));
        check(hg::fast::sigmoid{}, -end, T(0), T(0));
        check(hg::fast::silu{}, end, end, T(1));
        check(hg::fast::silu{}, -end, T(-0.0), T(0));
    }
    for (const T none : {nan, -nan}) {
        const hg::simd::scalar_vector<T> z(none);
        CHECK(is_nan(hg::fast::tanh::value(z).v));
        CHECK(is_nan(hg::fast::sigmoid::value(z).v));
        CHECK(is_nan(hg::fast::silu::value(z).v));
        CHECK(is_nan(hg::fast::silu::derivative_from_input(z).v));
    }
}
