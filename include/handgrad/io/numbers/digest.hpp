/// A number that almost surely differs if one of many numbers does.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>
#include <handgrad/io/number_type.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// 64 bits made of numbers in order, or of bytes, the same for floats as for doubles of the same values.
/// Every step is a bijection of the sum so far: numbers that differ in one place have different digests,
/// others the same by chance (2^-64). No secret is in it: it finds accidents, not intent.
class digest {
public:
    template <class T>
    void add(const T* numbers, std::size_t count) noexcept {
        const T* const end = numbers + count;
        for (; numbers != end && next_ != 0; ++numbers) add_word(word(*numbers));
        for (; end - numbers >= 4; numbers += 4) // four sums: no multiplication waits for the one before
            for (std::size_t k = 0; k < 4; ++k) mix(sum_[k], word(numbers[k]));
        for (; numbers != end; ++numbers) add_word(word(*numbers));
    }

    /// Bytes, and how many they are.
    void add(std::span<const std::byte> bytes) noexcept {
        add_word(bytes.size());
        while (!bytes.empty()) {
            std::array<std::byte, 8> part{};
            const std::size_t count = bytes.size() < part.size() ? bytes.size() : part.size();
            std::memcpy(part.data(), bytes.data(), count);
            add_word(detail::little_endian<std::uint64_t>(part.data()));
            bytes = bytes.subspan(count);
        }
    }
    void add(std::string_view text) noexcept { add(std::as_bytes(std::span(text))); }

    std::uint64_t value() const noexcept {
        std::uint64_t all = next_;
        for (const std::uint64_t sum : sum_) mix(all, sum);
        return all;
    }

private:
    HANDGRAD_INLINE static void mix(std::uint64_t& sum, std::uint64_t word) noexcept {
        sum = (sum ^ word) * 0x9fb21c651e98df25u;
        sum ^= sum >> 32;
    }
    template <class T>
    HANDGRAD_INLINE static std::uint64_t word(T number) noexcept {
        return std::bit_cast<std::uint64_t>(static_cast<double>(number));
    }
    HANDGRAD_INLINE void add_word(std::uint64_t word) noexcept {
        mix(sum_[next_], word);
        next_ = (next_ + 1) % 4;
    }

    std::array<std::uint64_t, 4> sum_{0x9e3779b97f4a7c15u, 0xbf58476d1ce4e5b9u, 0x94d049bb133111ebu,
                                      0x2545f4914f6cdd1du};
    std::size_t next_ = 0; // the sum that the next number goes to
};

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
