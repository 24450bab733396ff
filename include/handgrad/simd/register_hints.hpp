/// What makes a compiler keep the accumulators of a loop in registers, and all else out of them.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

/// Before a loop whose count is a constant of at most 16: it is unrolled whole at every optimization level
/// above -O0. Neither compiler may be left to its own guess, for a loop over accumulators that stays a loop
/// keeps them in memory.
#if defined(__clang__)
#define HANDGRAD_UNROLL _Pragma("clang loop unroll(full)")
#else
#define HANDGRAD_UNROLL _Pragma("GCC unroll 16")
#endif

/// Before a loop of few passes that is to stay one.
#if defined(__clang__)
#define HANDGRAD_ROLLED _Pragma("clang loop unroll(disable)")
#else
#define HANDGRAD_ROLLED _Pragma("GCC unroll 1")
#endif

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

/// Forces a value to memory, from here to its next use. A compiler that may keep some of it in registers
/// does, and then lacks them in the loop that comes first.
template <class X>
HANDGRAD_INLINE constexpr void put_aside(X& x) noexcept {
    if (!__builtin_is_constant_evaluated()) asm volatile("" : "+m"(x));
}

/// The same pointer, about which the optimizer knows nothing: it cannot keep what lies there in registers
/// from one tile to the next, where it would push accumulators out of theirs.
template <class T>
HANDGRAD_INLINE constexpr T* reread(T* p) noexcept {
    if (!__builtin_is_constant_evaluated()) asm volatile("" : "+r"(p));
    return p;
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
