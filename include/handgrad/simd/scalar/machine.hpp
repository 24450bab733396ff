/// A machine without vector instructions that the library knows.
#pragma once

#include <handgrad/core/config.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd::scalar {

struct machine {
    static constexpr const char* name = "scalar";
    static constexpr int register_bytes = 0;
};

} // namespace simd::scalar
HANDGRAD_END_ISA
} // namespace handgrad
