/// Powers with an integer exponent.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/select.hpp>

#include <cstdint>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace math {

/// x^n for n >= 0, by squaring: at most 2 log2(n) products, each rounded. The relative error is below n units
/// of roundoff, and x^0 = 1, x^1 = x and x^2 = x x are the rounded results.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> power(simd::vector<T, W> x, std::int64_t n) noexcept {
    simd::vector<T, W> result(1);
    while (n > 0) {
        if (n % 2 != 0) result = result * x;
        n /= 2;
        if (n > 0) x = x * x; // the last square, which nobody needs, might overflow
    }
    return result;
}

} // namespace math
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
