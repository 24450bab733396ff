/// A machine without vector instructions that the library knows.
#pragma once

namespace handgrad::simd::scalar {

struct machine {
    static constexpr const char* name = "scalar";
    static constexpr int register_bytes = 0;
};

} // namespace handgrad::simd::scalar
