/// Denormal numbers taken for zero, for a while.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// While it lives, this thread takes denormal operands for zero (DAZ) and writes zero, with the sign, for a
/// denormal result (FTZ). What the control register MXCSR held before, it holds again afterwards, however
/// the scope is left. Guards may be nested.
///
///     {
///         const flush_to_zero guard;
///         net::forward(p, x, ws);
///     }
///
/// Many processors, Intel's above all, take over a hundred cycles for each operation that meets a denormal
/// number, and a network meets them: weights that decay towards zero, tails of exp and of the moments of
/// Adam. Under the guard no operation does.
///
/// What it costs: the promise that every back end, compiler and option gives the same bits is suspended for
/// results that depend on a denormal number, be it an operand, a result or in between; all others keep their
/// bits. Below FLT_MIN = 2^-126 (doubles: 2^-1022) an absolute error of as much takes the place of the
/// relative ones that the functions promise, and the logarithm of a denormal number is that of zero. Under
/// the guard strict_environment() is false.
///
/// The compiler does not know of the register and may move an operation on local numbers across either end
/// of the scope: what is computed within should read and write memory that outlives it, as parameters, a
/// workspace and a batch do.
///
/// Only x86 has the register; elsewhere the guard does nothing, `effective` is false.
class [[nodiscard]] flush_to_zero {
public:
#if defined(__SSE2__)
    static constexpr bool effective = true;

    HANDGRAD_INLINE flush_to_zero() noexcept : before_(__builtin_ia32_stmxcsr()) { set(before_ | ftz | daz); }
    HANDGRAD_INLINE ~flush_to_zero() { set(before_); }
#else
    static constexpr bool effective = false;

    flush_to_zero() noexcept {}
    ~flush_to_zero() {}
#endif
    flush_to_zero(const flush_to_zero&) = delete;
    flush_to_zero& operator=(const flush_to_zero&) = delete;

private:
#if defined(__SSE2__)
    static constexpr unsigned ftz = 1u << 15, daz = 1u << 6;

    HANDGRAD_INLINE static void set(unsigned control) noexcept {
        asm volatile("" : : : "memory"); // what was stored before the change was computed before it
        __builtin_ia32_ldmxcsr(control);
        asm volatile("" : : : "memory");
    }

    unsigned before_;
#endif
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
