/// Floating-point operations that no option of the compiler changes.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

/// Defined where the compiler was told (-ffast-math) that it may regroup sums and divide by multiplying.
#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__)
#define HANDGRAD_LOOSE_MATH
#endif

/// Defined where the machine multiplies and adds in one instruction.
#if defined(__FMA__) || defined(__FMA4__) || defined(__aarch64__) || defined(__ARM_FEATURE_FMA) ||           \
    defined(__FP_FAST_FMAF)
#define HANDGRAD_HAS_FMA
#endif

#if defined(HANDGRAD_LOOSE_MATH) && !defined(HANDGRAD_HAS_FMA)
#include <cmath>
#endif

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

/// Hides from the optimizer where x, a scalar or a register, comes from.
template <class X>
HANDGRAD_INLINE constexpr X opaque(X x) noexcept {
    if (!__builtin_is_constant_evaluated()) {
#if defined(__x86_64__) || defined(__SSE2__)
        asm("" : "+x"(x));
#elif defined(__aarch64__)
        asm("" : "+w"(x));
#elif defined(__arm__) && defined(__ARM_FP)
        asm("" : "+t"(x));
#else
        asm("" : "+m"(x));
#endif
    }
    return x;
}

/// The result of one operation, out of which no other operation can be made.
template <class X>
HANDGRAD_INLINE constexpr X as_written(X x) noexcept {
#if defined(HANDGRAD_LOOSE_MATH)
    return opaque(x);
#else
    return x;
#endif
}

/// The same for a product. GCC contracts by default, across expressions and inlined calls, and would turn a b
/// + c into an fma in one place and not in another.
template <class X>
HANDGRAD_INLINE constexpr X rounded_product(X x) noexcept {
#if defined(HANDGRAD_HAS_FMA)
    return opaque(x);
#else
    return as_written(x);
#endif
}

/// The same for a sum or difference of scalars: GCC makes the product 2 x of x + x, and contracts that in
/// turn, so that an x + x beyond the largest number could come back.
template <class T>
HANDGRAD_INLINE constexpr T rounded_sum(T x) noexcept {
#if defined(__GNUC__) && !defined(__clang__)
    return rounded_product(x);
#else
    return as_written(x);
#endif
}

/// a / b: told to be loose, compilers multiply by the reciprocal, or by an estimate of it.
template <class T>
HANDGRAD_INLINE constexpr T quotient(T a, T b) noexcept {
#if defined(HANDGRAD_LOOSE_MATH) && defined(__x86_64__)
    if (!__builtin_is_constant_evaluated()) {
        if constexpr (sizeof(T) == 4)
            asm("divss {%1, %0|%0, %1}" : "+x"(a) : "x"(b));
        else
            asm("divsd {%1, %0|%0, %1}" : "+x"(a) : "x"(b));
        return a;
    }
#endif
    return as_written(a / as_written(b));
}

/// The square root, correctly rounded, at run time.
template <class T>
HANDGRAD_INLINE T square_root(T a) noexcept {
#if defined(HANDGRAD_LOOSE_MATH) && defined(__x86_64__)
    if constexpr (sizeof(T) == 4)
        asm("sqrtss {%0, %0|%0, %0}" : "+x"(a));
    else
        asm("sqrtsd {%0, %0|%0, %0}" : "+x"(a));
    return a;
#else
    if constexpr (sizeof(T) == 4)
        return __builtin_sqrtf(a);
    else
        return __builtin_sqrt(a);
#endif
}

/// a b + c, rounded once, at run time: told to be loose, Clang makes a product and a sum of its builtin where
/// the machine has no such instruction. So the C library's function is called, by its address.
template <class T>
HANDGRAD_INLINE T fused(T a, T b, T c) noexcept {
#if defined(HANDGRAD_LOOSE_MATH) && !defined(HANDGRAD_HAS_FMA)
    T (*function)(T, T, T);
    if constexpr (sizeof(T) == 4)
        function = ::fmaf;
    else
        function = ::fma;
    asm("" : "+r"(function));
    return opaque(function(a, b, c));
#else
    if constexpr (sizeof(T) == 4)
        return as_written(__builtin_fmaf(a, b, c));
    else
        return as_written(__builtin_fma(a, b, c));
#endif
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
