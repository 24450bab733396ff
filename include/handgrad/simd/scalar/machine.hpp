/// A machine without vector instructions that the library knows.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/machine.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd::scalar {

inline constexpr simd::machine machine{
    .name = "scalar",
    .register_bytes = 0,
    .registers = 15,
    .accumulators = 12,
    .panel_bytes = 32 << 10,
    .direct_bytes = 16 << 10,
    .page_bytes = 4096,
    .strip_rows = 48,
    .streamed_bytes = 512 << 10,
    .streamed_rows = 16,
};

} // namespace simd::scalar
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
