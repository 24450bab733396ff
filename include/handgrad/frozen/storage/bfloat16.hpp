/// Weights as bfloat16, two to a word.
#pragma once

#include <handgrad/core/bfloat16.hpp>
#include <handgrad/frozen/storage/storage.hpp>
#include <handgrad/kernel/packed/packed_gemm.hpp>

#include <cstdint>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// Two to a word: lane l of a block of eight words holds number l in its lower half and number 8 + l in its
/// upper one, so that one shift, or one mask, makes a vector of floats.
struct bfloat16_words {
    using number = float;
    using word = std::int32_t;
    static constexpr int lanes = 8;
    static constexpr int block = 2 * lanes, block_words = lanes;

    static constexpr float get(const word* row, int col) noexcept {
        const auto w = static_cast<std::uint32_t>(row[place(col)]);
        return simd::bit_cast<float>(is_upper(col) ? w & 0xffff0000u : w << 16);
    }
    static constexpr void put(word* row, int col, float number) noexcept {
        const std::uint32_t half = bfloat16(number).bits;
        auto w = static_cast<std::uint32_t>(row[place(col)]);
        w = is_upper(col) ? (w & 0xffffu) | half << 16 : (w & 0xffff0000u) | half;
        row[place(col)] = static_cast<word>(w);
    }
    template <class V>
    class reader {
    public:
        HANDGRAD_INLINE reader() noexcept
            : upper_(in_register(V::from_bits(integers(static_cast<word>(0xffff0000u))))) {}
        HANDGRAD_INLINE void read(V (&numbers)[2], const word* words) const noexcept {
            V both = V::from_bits(integers::load(words));
            // Volatile, so that Clang does not load one block before another is used: it lacks the registers.
            asm volatile("" : "+x"(both.v));
            numbers[0] = V::from_bits(shift_left<16>(bits(both)));
            numbers[1] = V::from_bits(bits(both) & bits(upper_));
        }

    private:
        using integers = typename V::integers_type;
        V upper_; // a mask of which the compiler knows nothing: Clang would make a slower blend of it
    };

private:
    static constexpr int place(int col) noexcept { return col / block * block_words + col % lanes; }
    static constexpr bool is_upper(int col) noexcept { return col % block >= lanes; }
};

template <>
struct storage<bfloat16> {
    using number = float;
    template <int K, int N>
    using weights = kernel::detail::packed_weights<bfloat16_words, K, N>;
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad
