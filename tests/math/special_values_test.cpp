// The elementary functions at zeros, infinities and NaN, at the ends of their ranges, and where sine and
// cosine come close to zero.
#include "math_functions.hpp"
#include "ulps.hpp"
#include <numbers.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace math_functions;

TEST_CASE_TEMPLATE("special values", T, float, double) {
    using limits = std::numeric_limits<T>;
    const T infinity = limits::infinity(), nan = limits::quiet_NaN();
    const T tiny = limits::denorm_min(), largest = limits::max();
    // over every lane of a native vector, and by the scalar
    auto check = [](auto function, T x, T expected) {
        using F = decltype(function);
        T in[hg::simd::native_width<T>], out[hg::simd::native_width<T>];
        for (T& lane : in) lane = x;
        native<F>(in, out);
        for (T y : out) {
            INFO(F::name, " of ", x, " is ", y);
            CHECK(same_bits(y, expected));
        }
        CHECK(same_bits(scalar<F>(x), expected));
    };
    check(exponential{}, 0, 1);
    check(exponential{}, -T(0), 1);
    check(exponential{}, tiny, 1);
    check(exponential{}, infinity, infinity);
    check(exponential{}, -infinity, 0);
    check(exponential{}, nan, nan);
    check(exponential{}, largest, infinity);
    check(exponential{}, -largest, 0);
    const T log_of_largest = sizeof(T) == 4 ? T(0x1.62e42ep6) : T(0x1.62e42fefa39efp9);
    CHECK(scalar<exponential>(log_of_largest) < infinity);
    check(exponential{}, std::nextafter(log_of_largest, infinity), infinity);
    const T log_of_tiny = sizeof(T) == 4 ? T(-0x1.9d1d9ep6) : T(-0x1.74385446d71c3p9);
    check(exponential{}, log_of_tiny, tiny);
    check(exponential{}, log_of_tiny - T(0.7), 0);

    const T end = limits::max_exponent, least = limits::min_exponent - limits::digits;
    for (int k = -limits::max_exponent; k < limits::max_exponent; k += 13)
        check(power_of_two{}, T(k), std::ldexp(T(1), k));
    check(fast_exponential{}, 0, 1);
    check(fast_exponential{}, -T(0), 1);
    check(fast_exponential{}, tiny, 1);
    check(fast_exponential{}, infinity, infinity);
    check(fast_exponential{}, -infinity, 0);
    check(fast_exponential{}, nan, nan);
    check(fast_exponential{}, log_of_tiny, tiny);
    check(fast_exponential{}, std::nextafter(log_of_largest, infinity), infinity);
    for (T sign : {T(-1), T(1)}) {
        for (T x : {T(0), tiny, limits::min()})
            check(fast_hyperbolic_tangent{}, std::copysign(x, sign), std::copysign(x, sign));
        for (T x : {T(30), largest, infinity}) check(fast_hyperbolic_tangent{}, sign * x, sign);
    }
    check(fast_hyperbolic_tangent{}, nan, nan);
    check(fast_logistic{}, 0, T(0.5));
    check(fast_logistic{}, -T(0), T(0.5));
    check(fast_logistic{}, infinity, 1);
    check(fast_logistic{}, -infinity, 0);
    check(fast_logistic{}, largest, 1);
    check(fast_logistic{}, -largest, 0);
    check(fast_logistic{}, nan, nan);
    check(fast_logistic{}, log_of_tiny, tiny);

    check(power_of_two{}, 0, 1);
    check(power_of_two{}, -T(0), 1);
    check(power_of_two{}, tiny, 1);
    check(power_of_two{}, end, infinity);
    check(power_of_two{}, least, tiny);
    check(power_of_two{}, least - 1, 0); // half-way, to even
    check(power_of_two{}, infinity, infinity);
    check(power_of_two{}, -infinity, 0);
    check(power_of_two{}, largest, infinity);
    check(power_of_two{}, -largest, 0);
    check(power_of_two{}, nan, nan);

    check(exponential_less_one{}, 0, 0);
    check(exponential_less_one{}, -T(0), -T(0));
    check(exponential_less_one{}, tiny, tiny);
    check(exponential_less_one{}, -tiny, -tiny);
    check(exponential_less_one{}, 3 * tiny, 3 * tiny);
    check(exponential_less_one{}, infinity, infinity);
    check(exponential_less_one{}, -infinity, -1);
    check(exponential_less_one{}, largest, infinity);
    check(exponential_less_one{}, -largest, -1);
    check(exponential_less_one{}, nan, nan);
    CHECK(scalar<exponential_less_one>(log_of_largest) < infinity);
    check(exponential_less_one{}, std::nextafter(log_of_largest, infinity), infinity);

    check(logarithm{}, 1, 0);
    check(logarithm{}, 0, -infinity);
    check(logarithm{}, -T(0), -infinity);
    check(logarithm{}, -1, nan);
    check(logarithm{}, -tiny, nan);
    check(logarithm{}, -infinity, nan);
    check(logarithm{}, infinity, infinity);
    check(logarithm{}, nan, nan);
    check(logarithm{}, tiny, static_cast<T>(std::log(static_cast<long double>(tiny))));
    check(logarithm{}, largest, static_cast<T>(std::log(static_cast<long double>(largest))));

    check(logarithm_of_one_more{}, 0, 0);
    check(logarithm_of_one_more{}, -T(0), -T(0));
    check(logarithm_of_one_more{}, tiny, tiny);
    check(logarithm_of_one_more{}, -tiny, -tiny);
    check(logarithm_of_one_more{}, -1, -infinity);
    check(logarithm_of_one_more{}, std::nextafter(T(-1), T(-2)), nan);
    check(logarithm_of_one_more{}, -infinity, nan);
    check(logarithm_of_one_more{}, infinity, infinity);
    check(logarithm_of_one_more{}, nan, nan);
    check(logarithm_of_one_more{}, largest, static_cast<T>(std::log(static_cast<long double>(largest))));

    check(soft_plus{}, 0, static_cast<T>(std::log(2.0L)));
    check(soft_plus{}, -T(0), static_cast<T>(std::log(2.0L)));
    check(soft_plus{}, infinity, infinity);
    check(soft_plus{}, -infinity, 0);
    check(soft_plus{}, largest, largest);
    check(soft_plus{}, -largest, 0);
    check(soft_plus{}, 1000, 1000);
    check(soft_plus{}, nan, nan);
    check(soft_plus{}, log_of_tiny, tiny);
    check(soft_plus{}, log_of_tiny - T(0.7), 0);

    check(error_function{}, 0, 0);
    check(error_function{}, -T(0), -T(0));
    check(error_function{}, tiny, tiny);
    check(error_function{}, -tiny, -tiny);
    check(error_function{}, 7, 1);
    check(error_function{}, infinity, 1);
    check(error_function{}, -infinity, -1);
    check(error_function{}, largest, 1);
    check(error_function{}, nan, nan);

    check(hyperbolic_tangent{}, 0, 0);
    check(hyperbolic_tangent{}, -T(0), -T(0));
    check(hyperbolic_tangent{}, tiny, tiny);
    check(hyperbolic_tangent{}, -tiny, -tiny);
    check(hyperbolic_tangent{}, infinity, 1);
    check(hyperbolic_tangent{}, -infinity, -1);
    check(hyperbolic_tangent{}, largest, 1);
    check(hyperbolic_tangent{}, nan, nan);

    check(logistic{}, 0, T(0.5));
    check(logistic{}, -T(0), T(0.5));
    check(logistic{}, infinity, 1);
    check(logistic{}, -infinity, 0);
    check(logistic{}, largest, 1);
    check(logistic{}, -largest, 0);
    check(logistic{}, nan, nan);
    check(logistic{}, log_of_tiny, tiny);

    check(sine{}, 0, 0);
    check(sine{}, -T(0), -T(0));
    check(sine{}, tiny, tiny);
    check(sine{}, -tiny, -tiny);
    check(cosine{}, 0, 1);
    check(cosine{}, -T(0), 1);
    check(cosine{}, tiny, 1);
    for (T x : {infinity, -infinity, nan}) {
        check(sine{}, x, nan);
        check(cosine{}, x, nan);
    }
}

TEST_CASE("sine and cosine of arguments that come close to a multiple of pi/2") {
    // the double closest of all, and the float: found by continued fractions, values by exact arithmetic
    const double closest = 6381956970095103 * 0x1p797;
    CHECK(scalar<cosine>(closest) == doctest::Approx(-4.68716592425462761e-19).epsilon(1e-15));
    CHECK(scalar<sine>(closest) == 1);
    CHECK(scalar<cosine>(-closest) == scalar<cosine>(closest));
    CHECK(scalar<sine>(-closest) == -1);
    const float float_closest = 16367173 * 0x1p72f;
    CHECK(ulps(scalar<cosine>(float_closest), std::cos(static_cast<double>(float_closest))) < 1);
    // lanes that need the exact reduction stand beside lanes that do not
    const float mixed[8] = {1, 1e30f, -2, -1e5f, std::numeric_limits<float>::infinity(), 3e38f, 0, 65536.5f};
    for (int i = 0; i < 8; i += hg::simd::native_width<float>) {
        float y[hg::simd::native_width<float>];
        native<sine>(mixed + i, y);
        for (int k = 0; k < hg::simd::native_width<float>; ++k)
            CHECK(same_bits(y[k], scalar<sine>(mixed[i + k])));
    }
}
