/// Pairs of numbers that lie side by side in memory, taken apart and put together lane by lane.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/lanes/vector.hpp>
#include <handgrad/simd/scalar/pairs.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

template <class T, int N>
    requires several_lanes<T, N>
constexpr two_vectors<vector<T, N>> taken_apart(vector<T, N> low, vector<T, N> high) noexcept {
    const auto number = [&](int i) { return i < N ? low.lane[i] : high.lane[i - N]; };
    return {detail::lane_by_lane<vector<T, N>>([&](int l) { return number(2 * l); }),
            detail::lane_by_lane<vector<T, N>>([&](int l) { return number(2 * l + 1); })};
}
template <class T, int N>
    requires several_lanes<T, N>
constexpr two_vectors<vector<T, N>> put_together(vector<T, N> first, vector<T, N> second) noexcept {
    const auto number = [&](int i) { return i % 2 == 0 ? first.lane[i / 2] : second.lane[i / 2]; };
    return {detail::lane_by_lane<vector<T, N>>([&](int l) { return number(l); }),
            detail::lane_by_lane<vector<T, N>>([&](int l) { return number(N + l); })};
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
