/// A machine with SSE2, and without AVX2 or FMA.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/machine.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd::sse2 {

inline constexpr simd::machine machine{
    .name = "SSE2",
    .register_bytes = 16,
    .registers = 15, // of 16
    .accumulators = 8,
    .panel_bytes = 32 << 10,
    .direct_bytes = 16 << 10,
    .page_bytes = 4096,
    .strip_rows = 48,
    .streamed_bytes = 512 << 10,
    .streamed_rows = 16,
};

} // namespace simd::sse2
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
