/// Numbers as their bits.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <cstdint>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

/// The signed and the unsigned integer as wide as T.
template <class T>
using int_of = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
template <class T>
using uint_of = std::make_unsigned_t<int_of<T>>;

/// std::bit_cast, which at -O0 would be a function that translation units of different instruction sets
/// share.
template <class To, class From>
HANDGRAD_INLINE constexpr To bit_cast(From x) noexcept {
    return __builtin_bit_cast(To, x);
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
