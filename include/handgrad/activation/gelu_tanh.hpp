/// The approximation of the Gaussian error linear unit by a hyperbolic tangent.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/math/math.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = z (1 + tanh(u)) / 2 = z s(u), u = sqrt(2 / pi) (z + 0.044715 z^3), s(u) = 1 / (1 + exp(-2 u));
/// sigma'(z) = s + 2 z s (1 - s) u'(z). sigma(-inf) and sigma'(-inf) are 0, sigma'(inf) is 1, where PyTorch
/// has NaN. (D. Hendrycks, K. Gimpel, "Gaussian error linear units", 2016.)
///
/// Largest error of the value where the exponential is normal: 3.5 ULP (float), 3.6 ULP (double); of the
/// derivative: 1.0e-7, 1.9e-16.
struct gelu_tanh {
    static constexpr const char* name = "gelu_tanh";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        const V a = magnitude(z); // z s(u) = max(0, z) - a s(-u(a))
        const V e = accurate_power(a);
        return math::fnma(a / (V(1) + e), e, math::max(V(0), z));
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_input(V z) noexcept {
        using T = typename V::value_type;
        const V a = magnitude(z), square = a * a;
        const V e = math::exp(-(a * fma(square, V(cubic<T>), V(linear<T>))));
        const V s = e / (V(1) + e); // s(-u(a))
        const V slope = fma(square, V(3 * cubic<T>), V(linear<T>));
        const V negative = math::fnma(a * s, (V(1) - s) * slope, s);
        return select(z < V(0), negative, V(1) - negative);
    }

private:
    // 2 u = linear z + cubic z^3, each in two parts
    template <class T>
    static constexpr T linear = T(1.5957691216057307118);
    template <class T>
    static constexpr T cubic = T(0.071354816272600248776);
    template <class T>
    static constexpr T linear_rest = sizeof(real_of<T>) == 4 ? T(-0x1.857936p-25f)
                                                             : T(-0x1.cbc0d30ebfd15p-54);
    template <class T>
    static constexpr T cubic_rest = sizeof(real_of<T>) == 4 ? T(0x1.49b16ap-29f) : T(-0x1.6c843a29d1c7p-61);

    /// |z|, or from where on exp(-2 u) is 0.
    template <class V>
    HANDGRAD_INLINE static constexpr V magnitude(V z) noexcept {
        return math::min(V(sizeof(real_of<typename V::value_type>) == 4 ? 16 : 32), abs(z));
    }

    /// exp(-2 u(a)), with u to more than the precision of V, for its rounding would be multiplied by its
    /// size.
    template <class V>
    HANDGRAD_INLINE static constexpr V accurate_power(V a) noexcept {
        using T = typename V::value_type;
        const V l(linear<T>), c(cubic<T>), square = a * a, product = c * square, sum = l + product;
        const V product_rest =
            fma(c, fma(a, a, -square), fma(V(cubic_rest<T>), square, fma(c, square, -product)));
        const V sum_rest = math::min(l, product) - (sum - math::max(l, product));
        const V rest = (sum_rest + V(linear_rest<T>)) + product_rest;
        const V exponent = a * sum;
        const V power = math::exp(-exponent);
        return math::fnma(power, fma(a, rest, fma(a, sum, -exponent)), power);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
