/// The scalar back end as a machine of vectors.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/scalar/machine.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd::lanes {

/// One whose vectors hold so many floats.
template <int Floats>
inline constexpr simd::machine machine = [] {
    static_assert(Floats > 1 && (Floats & (Floats - 1)) == 0, "the lanes of a vector are a power of two");
    simd::machine m = scalar::machine;
    m.name = "lanes";
    m.register_bytes = 4 * Floats;
    return m;
}();

} // namespace simd::lanes
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
