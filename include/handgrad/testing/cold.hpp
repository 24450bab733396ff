/// Memory that no cache holds.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace testing {

/// The bytes of an object.
struct memory_range {
    const void* first;
    std::size_t bytes;

    template <class X>
    static memory_range of(const X& x) noexcept {
        return {std::addressof(x), sizeof x};
    }
};

/// Whether this machine has an instruction that flushes a line.
#if defined(__SSE2__)
inline constexpr bool can_flush = true;
#else
inline constexpr bool can_flush = false;
#endif

/// Flushes every line of the range from all caches, by CLFLUSH, and waits until it is done. What stays warm:
/// the instructions, what the branch predictors learnt, the translations of addresses (the walk of a large
/// buffer, which would flush them too, would flush the caller as well).
inline void flush([[maybe_unused]] const memory_range& range) noexcept {
#if defined(__SSE2__)
    constexpr std::uintptr_t line = 64;
    const auto first = reinterpret_cast<std::uintptr_t>(range.first);
    asm volatile("" : : : "memory");
    for (std::uintptr_t at = first / line * line; at < first + range.bytes; at += line)
        __builtin_ia32_clflush(reinterpret_cast<const void*>(at));
    __builtin_ia32_mfence();
    asm volatile("" : : : "memory");
#endif
}

} // namespace testing

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
