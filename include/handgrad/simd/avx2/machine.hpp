/// What AVX2 with FMA offers.
#pragma once

namespace handgrad::simd::avx2 {

struct machine {
    static constexpr const char* name = "AVX2 + FMA";
    static constexpr int register_bytes = 32;
};

} // namespace handgrad::simd::avx2
