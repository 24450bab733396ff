/// What AVX2 with FMA offers.
#pragma once

#include <handgrad/core/config.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd::avx2 {

struct machine {
    static constexpr const char* name = "AVX2 + FMA";
    static constexpr int register_bytes = 32;
};

} // namespace simd::avx2
HANDGRAD_END_ISA
} // namespace handgrad
