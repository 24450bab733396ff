/// A number that almost surely differs if one of many numbers does.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// 64 bits made of these numbers in order, the same for floats as for doubles of the same values. Every step
/// is a bijection of the sum so far: numbers that differ in one place have different digests, others by
/// chance (2^-64) the same. No secret is in it: it finds accidents, not intent.
template <class T>
std::uint64_t digest(const T* numbers, std::size_t count) noexcept {
    // Four sums, so that one multiplication need not wait for the other.
    std::array<std::uint64_t, 4> sum{0x9e3779b97f4a7c15u, 0xbf58476d1ce4e5b9u, 0x94d049bb133111ebu, count};
    const auto add = [&](std::uint64_t& s, std::uint64_t word) HANDGRAD_INLINE_LAMBDA {
        s = (s ^ word) * 0x9fb21c651e98df25u;
        s ^= s >> 32;
    };
    const auto word = [&](std::size_t i) HANDGRAD_INLINE_LAMBDA {
        return std::bit_cast<std::uint64_t>(static_cast<double>(numbers[i]));
    };
    std::size_t i = 0;
    for (; i + 4 <= count; i += 4)
        for (std::size_t k = 0; k < 4; ++k) add(sum[k], word(i + k));
    for (; i < count; ++i) add(sum[i % 4], word(i));
    for (std::size_t k = 1; k < 4; ++k) add(sum[0], sum[k]);
    return sum[0];
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
