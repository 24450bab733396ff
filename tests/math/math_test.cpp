// The elementary functions: their errors, and that they give the same bits on every vector type and in
// constant expressions.
#include "math_functions.hpp"
#include "ulps.hpp"
#include <numbers.hpp>

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>

namespace {

using namespace math_functions;

template <class F, class T, class Exact>
struct worst_error {
    double worst = 0;
    T at = 0;
    long scalar_differs = 0;

    void look_at(const T (&x)[hg::simd::native_width<T>]) {
        T y[hg::simd::native_width<T>];
        native<F>(x, y);
        for (int i = 0; i < hg::simd::native_width<T>; ++i) {
            const double error = ulps(y[i], F::reference(static_cast<Exact>(x[i])));
            if (!(error <= worst)) {
                worst = error;
                at = x[i];
            }
            scalar_differs += !same_bits(y[i], scalar<F>(x[i]));
        }
    }
};

} // namespace

TEST_CASE_TEMPLATE("over all floats the error is small, and the scalar gives the same bits", F,
                   MATH_FUNCTIONS) {
    constexpr int width = hg::simd::native_width<float>;
    constexpr std::uint64_t stride = 16411; // a prime
    worst_error<F, float, double> error;
    for (std::uint64_t i = 0; i < std::uint64_t{1} << 32; i += stride * width) {
        float x[width];
        for (std::uint64_t k = 0; k < width; ++k)
            x[k] = std::bit_cast<float>(static_cast<std::uint32_t>(i + k * stride));
        error.look_at(x);
    }
    INFO(F::name, " at ", error.at);
    CHECK(error.worst <= F::float_bound);
    CHECK(error.scalar_differs == 0);
}

TEST_CASE_TEMPLATE("over doubles the error is small, and the scalar gives the same bits", F, MATH_FUNCTIONS) {
    // where long double is no more precise than double, the reference may itself be off by one
    const double bound = F::double_bound + (std::numeric_limits<long double>::digits > 53 ? 0 : 1);
    constexpr int width = hg::simd::native_width<double>;
    worst_error<F, double, long double> error;
    hg::rng rng{5};
    for (int i = 0; i < 60000; i += width) {
        double x[width];
        for (double& number : x) {
            if (i % 3 == 0) number = rng.uniform<double>(-3, 3);
            if (i % 3 == 1) number = rng.uniform<double>(-800, 800);
            if (i % 3 == 2) number = random_bits<double>(rng);
        }
        error.look_at(x);
    }
    INFO(F::name, " at ", error.at);
    CHECK(error.worst <= bound);
    CHECK(error.scalar_differs == 0);
}

namespace {

template <class T>
constexpr std::array<T, 12> arguments = {T(0.1),  T(-0.3), T(0.5),      T(1),       T(-1.5), T(3),
                                         T(-7.5), T(20),   T(1) / 1000, T(-100.25), T(1e6),  T(1e-20)};

template <class F, class T>
constexpr std::array<T, arguments<T>.size()> compile_time_results() {
    std::array<T, arguments<T>.size()> y{};
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = scalar<F>(arguments<T>[i]);
    return y;
}

template <class F, class T>
void check_compile_time() {
    static constexpr auto compiled = compile_time_results<F, T>();
    constexpr std::size_t width = hg::simd::native_width<T>;
    for (std::size_t i = 0; i + width <= compiled.size(); i += width) {
        T x[width], y[width];
        for (std::size_t k = 0; k < width; ++k) {
            const volatile T hidden = arguments<T>[i + k];
            x[k] = hidden;
        }
        native<F>(x, y);
        for (std::size_t k = 0; k < width; ++k) {
            INFO(F::name, " of ", x[k]);
            CHECK(same_bits(compiled[i + k], y[k]));
        }
    }
}

} // namespace

TEST_CASE_TEMPLATE("a constant expression gives the bits of the run time", F, MATH_FUNCTIONS) {
    check_compile_time<F, float>();
    check_compile_time<F, double>();
}

static_assert(scalar<exponential>(1000.0f) == std::numeric_limits<float>::infinity());
static_assert(scalar<exponential>(-1000.0) == 0);
static_assert(scalar<power_of_two>(-1e30) == 0);
static_assert(scalar<exponential_less_one>(1e30f) == std::numeric_limits<float>::infinity());
static_assert(scalar<logarithm>(0.0) == -std::numeric_limits<double>::infinity());
static_assert(scalar<logarithm_of_one_more>(-1.0) == -std::numeric_limits<double>::infinity());
static_assert(scalar<logarithm_of_one_more>(std::numeric_limits<float>::infinity()) > 1e30f);
static_assert(scalar<soft_plus>(std::numeric_limits<double>::infinity()) > 1e300);
static_assert(scalar<soft_plus>(-1e30f) == 0);
static_assert(scalar<error_function>(std::numeric_limits<float>::infinity()) == 1);
static_assert(scalar<hyperbolic_tangent>(1e30f) == 1);
static_assert(scalar<hyperbolic_tangent>(-1e300) == -1);
static_assert(scalar<logistic>(-1e30f) == 0);
static_assert(scalar<logistic>(std::numeric_limits<double>::infinity()) == 1);
static_assert(scalar<cosine>(1e30f) < 1);

namespace {

// log 2 in two parts is right to half a unit in the last place of the second: hardly a result tells. The sum
// of these two numbers is log 2 to 2^-109, and no difference is rounded.
template <class T>
constexpr double error_of_log_2 = 0x1.62e42fefa39efp-1 -
                                  static_cast<double>(hg::math::detail::log_2_high<T>) -
                                  static_cast<double>(hg::math::detail::log_2_low<T>) + 0x1.abc9e3b39803fp-56;
static_assert(error_of_log_2<float> > -0x1p-44 && error_of_log_2<float> < 0x1p-44);
static_assert(error_of_log_2<double> > -0x1p-98 && error_of_log_2<double> < 0x1p-98);

} // namespace
