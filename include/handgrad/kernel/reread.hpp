/// Memory that is read where it is needed.
#pragma once

#include <handgrad/core/config.hpp>

namespace handgrad::inline HANDGRAD_ISA {

/// The same pointer, about which the optimiser knows nothing: it cannot keep what lies there in registers
/// from one tile to the next, where it would push accumulators out of theirs.
template <class T>
HANDGRAD_INLINE constexpr T* reread(T* p) noexcept {
    if (!__builtin_is_constant_evaluated()) asm volatile("" : "+r"(p));
    return p;
}

} // namespace handgrad::inline HANDGRAD_ISA
