/// Pairs of numbers that lie side by side in memory, taken apart and put together: the specification.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/scalar/vector.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

/// Two vectors of as many numbers: with the pairs taken apart, the first numbers of all pairs and the second
/// ones; as they lie in memory, the lower half of the pairs and the upper one.
template <class V>
struct two_vectors {
    V first, second;
};

template <class T>
HANDGRAD_INLINE constexpr two_vectors<vector<T, 1>> taken_apart(vector<T, 1> low,
                                                                vector<T, 1> high) noexcept {
    return {low, high};
}
template <class T>
HANDGRAD_INLINE constexpr two_vectors<vector<T, 1>> put_together(vector<T, 1> first,
                                                                 vector<T, 1> second) noexcept {
    return {first, second};
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
