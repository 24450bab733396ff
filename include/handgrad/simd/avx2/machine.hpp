/// A machine with AVX2 and FMA.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/machine.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd::avx2 {

inline constexpr simd::machine machine{
    .name = "AVX2 + FMA",
    .register_bytes = 32,
    .registers = 15,          // of 16
    .accumulators = 12,       // a 6 x 2 tile; eight hide the latency
    .panel_bytes = 32 << 10,  // longer panels mean fewer passes over C: 512^3 gains 4 % over 16 KB
    .direct_bytes = 16 << 10, //
    .page_bytes = 4096,       //
    .strip_rows = 48,         // eight tiles, three lines of the cache
    .streamed_bytes =
        512 << 10, // 1 x 1024 x 1024: 26 -> 39 GFLOP/s; fetching ahead by instructions gains nothing
    .streamed_rows = 16,
};

} // namespace simd::avx2
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
