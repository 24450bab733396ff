/// Weights as bfloat16, two to a word.
#pragma once

#include <handgrad/core/push_macros.hpp>

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
        static_assert(V::width <= block);
        static constexpr int loads = V::width < lanes ? lanes / V::width : 1;

    public:
        static constexpr int vectors = block / V::width, words = block_words;

        HANDGRAD_INLINE reader() noexcept
            : upper_(in_register(V::from_bits(integers(static_cast<word>(0xffff0000u))))) {}
        /// All of a block, of which there is never a part.
        template <int>
        HANDGRAD_INLINE void read(V (&numbers)[vectors], const word* from) const noexcept {
            for (int i = 0; i < loads; ++i) {
                // Here, so that Clang does not load one block before another is used: it lacks the registers.
                const V both = in_register_here(pairs(from + i * V::width));
                const V first = V::from_bits(shift_left<16>(bits(both)));
                const V second = V::from_bits(bits(both) & bits(upper_));
                if constexpr (V::width == block) {
                    numbers[0] = V::template joined<lanes>(first, second);
                } else {
                    numbers[i] = first;
                    numbers[loads + i] = second;
                }
            }
        }

    private:
        using integers = typename V::integers_type;

        /// The bits of words, in a vector of a whole block those of each word twice.
        HANDGRAD_INLINE static V pairs(const word* from) noexcept {
            if constexpr (V::width <= lanes) {
                return V::from_bits(integers::load(from));
            } else {
                const V once = V::from_bits(integers::template load_first<lanes>(from));
                return V::template joined<lanes>(once, once.template rotated<lanes>());
            }
        }

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

#include <handgrad/core/pop_macros.hpp>
