/// Results that wait in memory.
#pragma once

#include <handgrad/core/config.hpp>

namespace handgrad::inline HANDGRAD_ISA {

/// Has x in memory from here to its next use. A compiler that may keep some of it in registers does, and then
/// lacks them in the loop that comes first.
template <class X>
HANDGRAD_INLINE constexpr void put_aside(X& x) noexcept {
    if (!__builtin_is_constant_evaluated()) asm volatile("" : "+m"(x));
}

} // namespace handgrad::inline HANDGRAD_ISA
