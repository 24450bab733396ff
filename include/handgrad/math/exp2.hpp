/// Powers of two.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/math/exp.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace math {

namespace detail {

/// (2^r - 1 - log(2) r) / r^2 for |r| <= 1/2, to 2^-28 (float) and 2^-57 (double) of 2^r.
template <class V>
HANDGRAD_INLINE constexpr V exp2_rest(V r) noexcept {
    if constexpr (sizeof(typename V::value_type) == 4)
        return pairs(r, r * r, 0x1.ebfbep-3f, 0x1.c6af9cp-5f, 0x1.3b2a48p-7f, 0x1.5ef5dap-10f,
                     0x1.442516p-13f);
    else
        return pairs(r, r * r, 0x1.ebfbdff82c598p-3, 0x1.c6b08d704a1d3p-5, 0x1.3b2ab6fba1ebcp-7,
                     0x1.5d87fe7874962p-10, 0x1.43091309470abp-13, 0x1.ffcbfd4783774p-17,
                     0x1.62bfd4d48e429p-20, 0x1.b523363f920cep-24, 0x1.e605ad035fb2cp-28,
                     0x1.ec6aabe55a53bp-32);
}

} // namespace detail

/// 2^x; subnormal results too; inf where the result is larger than the largest number, 0 for -inf; exact for
/// integers. Largest error: 0.79 ULP over all floats, 0.64 ULP over 10 million doubles.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> exp2(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    const V highest(sizeof(T) == 4 ? T(128) : T(1024)), lowest(sizeof(T) == 4 ? T(-151) : T(-1076));
    const V inside = min(highest, max(lowest, x));
    const auto k = detail::nearest_to_product<2 * detail::exponent_bias<V>>(inside, V(1));
    const V r = inside - k.number;
    return detail::scale(detail::rising_sum(r, V(T(0x1.62e42fefa39efp-1)), detail::exp2_rest(r)),
                         k.last_bits);
}

} // namespace math
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
