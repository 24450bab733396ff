/// Integers of eight bits, four to a lane: any number of lanes.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/lanes/vector.hpp>
#include <handgrad/simd/scalar/int8.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

template <int N>
constexpr integers<float, N> add_products_of_bytes(integers<float, N> a, integers<float, N> b,
                                                   integers<float, N> sum) noexcept {
    return detail::lane_by_lane<integers<float, N>>(
        [&](int l) { return add_products_of_bytes(a.lane[l], b.lane[l], sum.lane[l]); });
}
template <int N>
constexpr integers<float, N> as_bytes(const integers<float, N> (&parts)[4]) noexcept {
    const auto number = [&](int i) { return parts[i / N].lane[i % N]; };
    return detail::lane_by_lane<integers<float, N>>([&](int l) {
        const integers<float, 1> four[4] = {number(4 * l), number(4 * l + 1), number(4 * l + 2),
                                            number(4 * l + 3)};
        return as_bytes(four);
    });
}
template <int N>
constexpr integers<float, N> nearest_integers(vector<float, N> a) noexcept {
    return detail::lane_by_lane<integers<float, N>>([&](int l) { return nearest_integers(a.lane[l]); });
}
template <int N>
constexpr integers<float, N> product(integers<float, N> a, integers<float, N> b) noexcept {
    return detail::lane_by_lane<integers<float, N>>([&](int l) { return product(a.lane[l], b.lane[l]); });
}
template <int N>
constexpr integers<float, N> max_signed(integers<float, N> a, integers<float, N> b) noexcept {
    return detail::lane_by_lane<integers<float, N>>([&](int l) { return max_signed(a.lane[l], b.lane[l]); });
}
template <int N>
constexpr integers<float, N> max_unsigned(integers<float, N> a, integers<float, N> b) noexcept {
    return detail::lane_by_lane<integers<float, N>>(
        [&](int l) { return max_unsigned(a.lane[l], b.lane[l]); });
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
