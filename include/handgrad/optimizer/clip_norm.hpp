/// Clipping of a gradient by its length.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/setting.hpp>
#include <handgrad/kernel/reduce.hpp>
#include <handgrad/kernel/running_sum.hpp>
#include <handgrad/optimizer/concept.hpp>

#include <limits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// |g|, from the sum of squares in T: of each 256 numbers in the canonical order of kernel/reduce.hpp, and of
/// these sums in that of kernel/running_sum.hpp. Where a square might have overflowed, or too many bits of
/// one been lost below the smallest number, the sum is made again of g / 2^k, 2^k being about the largest
/// |g_i|. (By their bits, sums are in order even with -ffast-math.)
template <class T, int N>
class euclidean_norm {
    using number = simd::scalar_vector<T>;
    using limits = std::numeric_limits<T>;
    static constexpr int mantissa = limits::digits - 1;
    static constexpr int largest_exponent = limits::max_exponent - 2; // 2^-this is a normal number

    HANDGRAD_INLINE static constexpr simd::int_of<T> bits_of(T x) { return bits(abs(number(x))).i; }
    static constexpr simd::int_of<T> bits_of_infinity = bits_of(math::infinity<T>);
    /// From here on, what 2^31 squares lose below the smallest normal number is below the last bit.
    static constexpr simd::int_of<T> bits_of_small = [] {
        T x = limits::min();
        for (int i = 0; i < 2 * limits::digits; ++i) x *= 2;
        return bits_of(x);
    }();

    template <int Count>
    static constexpr T part_of_squares(const T* g, T scale) {
        return simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            return kernel::sum<V, Count>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
                const V x = lanes.load(g) * V(scale);
                return fma(x, x, partial);
            });
        });
    }
    static constexpr T sum_of_squares(const T* g, T scale) {
        constexpr int part = 256, rest = N % part;
        running_sum<T> total;
        for (int i = 0; i < N - rest; i += part) total += part_of_squares<part>(g + i, scale);
        if constexpr (rest != 0) total += part_of_squares<rest>(g + (N - rest), scale);
        return total;
    }
    static constexpr T largest(const T* g) {
        return simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            return kernel::maximum<V, N>([&](auto lanes)
                                             HANDGRAD_INLINE_LAMBDA { return abs(lanes.load(g)); });
        });
    }
    /// 2^k.
    static constexpr T power_of_two(int k) {
        return simd::bit_cast<T>(static_cast<simd::int_of<T>>(k + limits::max_exponent - 1) << mantissa);
    }

public:
    static constexpr double of(const T* g) {
        using wide = simd::scalar_vector<double>;
        const T plain = sum_of_squares(g, T(1));
        const auto size = bits_of(plain);
        if (size > bits_of_infinity) return math::not_a_number<double>;
        if (bits_of_small <= size && size < bits_of_infinity) return sqrt(wide(static_cast<double>(plain))).v;
        const auto most = bits_of(largest(g));
        if (most == bits_of_infinity) return math::infinity<double>;
        if (most == 0) return 0;
        int k = static_cast<int>(most >> mantissa) - (limits::max_exponent - 1);
        if (k < -largest_exponent) k = -largest_exponent;
        if (k > largest_exponent) k = largest_exponent;
        const wide scaled(static_cast<double>(sum_of_squares(g, power_of_two(-k))));
        return (sqrt(scaled) * wide(static_cast<double>(power_of_two(k)))).v;
    }
};

/// Whether a factor, 0 or more, is below 1, or a NaN. (Positive numbers are in the order of their bits, and
/// NaNs beyond all others.)
HANDGRAD_INLINE constexpr bool is_to_be_multiplied_by(simd::scalar_vector<double> factor) noexcept {
    using wide = simd::scalar_vector<double>;
    constexpr auto one = bits(wide(1)).i, infinity = bits(wide(math::infinity<double>)).i;
    const auto size = bits(abs(factor)).i;
    return size < one || size > infinity;
}

} // namespace detail

/// g <- g min(1, max_norm / (|g| + 1e-6)); returns |g| as it was, the square root of the sum of the squares
/// of all numbers of the block. (PyTorch's clip_grad_norm_, of which the 1e-6 is.) The gradient is a
/// contiguous block of a static size, as for apply; max_norm is 0 or more, infinity too. The squares are
/// summed in the type of the gradient, and none overflows; however many there are, the norm is off by 20
/// units in the last place of that type at most, 1.2e-6 |g| for float.
///
/// As in PyTorch, one NaN in the gradient makes all of it NaN, and so the norm. An infinity makes the norm
/// infinite, itself NaN and the finite numbers zero; the last also happens to doubles whose norm overflows.
/// Where max_norm is infinite, too, all numbers are NaN in both cases, multiplied by infinity / infinity.
/// Look at what is returned, and take no step with it, where that may happen.
///
///     net::train_step(loss, [&](auto& p, auto& gradient) {
///         hg::clip_norm(gradient, 1.0);
///         step(p, gradient, state);
///     }, p, x, label, ws);
template <class Gradient>
constexpr double clip_norm(Gradient&& gradient,
                           setting<"clip_norm: max_norm", range::any_length> max_norm) noexcept {
    using block = std::remove_cvref_t<Gradient>;
    using verdict = detail::written_block_verdict<Gradient>;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        return 0;
    } else {
        using T = detail::block_number<block>;
        using wide = simd::scalar_vector<double>;
        T* const g = gradient.data();
        const double norm = detail::euclidean_norm<T, detail::block_size<block>>::of(g);
        const wide scale = wide(max_norm) / (wide(norm) + wide(1e-6));
        if (detail::is_to_be_multiplied_by(scale)) {
            const T factor = static_cast<T>(scale.v);
            kernel::map<T, detail::block_size<block>>([=]<class V>(V x)
                                                          HANDGRAD_INLINE_LAMBDA { return V(factor) * x; },
                                                      g, static_cast<const T*>(g));
        }
        return norm;
    }
}

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
