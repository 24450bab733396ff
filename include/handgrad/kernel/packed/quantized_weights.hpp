/// The weights of a layer as integers of eight bits.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/view.hpp>
#include <handgrad/kernel/packed/panels.hpp>
#include <handgrad/simd/infinity.hpp>
#include <handgrad/simd/select.hpp>

#include <cstdint>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel::detail {

/// W (K x N): w_ko is about scale_o q_ko, with
///
///     scale_o = max_k |w_ko| / 127      q_ko = round(w_ko (127 / max_k |w_ko|)) = -127 .. 127
///
/// where every operation is rounded to a float, and round is to the nearest integer, of two the even one.
/// (scale_o is 0 where that maximum is below 2^-100, and NaN where it is infinite or NaN; then all q_ko are
/// 0. Elsewhere no q_ko leaves -127 .. 127: the largest |w_ko| times the quotient is within 2^-16 of
/// 127.) In panels of at most 64 outputs, one after the other; row r of a panel holds a word for each output,
/// with q_ko of k = 4 r .. 4 r + 3. What fills the last word and the last register is zero.
template <int K, int N>
class quantized_weights {
public:
    static constexpr int lanes = 8;
    static constexpr int depth = (K + 3) / 4;                       // in words
    static constexpr int columns = (N + lanes - 1) / lanes * lanes; // with those that fill the last register
    using layout = panels<columns / lanes, 8>;

    /// Whether no sum leaves 32 bits.
    static constexpr bool possible = K <= 1 << 16;

    constexpr quantized_weights() = default;
    constexpr explicit quantized_weights(view<const float, K, N> w) noexcept {
        for (int o = 0; o < N; ++o) {
            using one = simd::scalar_vector<float>;
            one largest(0);
            for (int k = 0; k < K; ++k) largest = max_magnitude(largest, one(w(k, o)));
            if (!(bits(one(math::infinity<float>)) > bits(largest)).m) {
                scale_[o] = math::not_a_number<float>;
            } else if (largest.v >= 0x1p-100f) {
                scale_[o] = (largest / one(127)).v;
                const one factor = one(127) / largest;
                for (int k = 0; k < K; ++k) {
                    const std::int32_t q = nearest_integers(one(w(k, o)) * factor).i;
                    sum_[o] += q;
                    std::int32_t& word = words_[place(k / 4, o)];
                    word = static_cast<std::int32_t>(static_cast<std::uint32_t>(word) |
                                                     (static_cast<std::uint32_t>(q) & 0xffu) << k % 4 * 8);
                }
            }
        }
    }

    /// One number of each output.
    constexpr const float* scales() const noexcept { return scale_; }
    /// sum_k q_ko
    constexpr const std::int32_t* sums() const noexcept { return sum_; }

    /// The panel that begins with this register of columns.
    HANDGRAD_INLINE constexpr const std::int32_t* panel_at(int register_of_columns) const noexcept {
        return words_ + depth * lanes * register_of_columns;
    }

private:
    static constexpr int place(int row, int o) noexcept {
        const int p = layout::of(o / lanes), before = lanes * layout::before(p);
        return depth * before + row * lanes * layout::width(p) + o - before;
    }
    /// Compared by their bits, so that NaN is the largest.
    static constexpr simd::scalar_vector<float> max_magnitude(simd::scalar_vector<float> a,
                                                              simd::scalar_vector<float> b) {
        return simd::scalar_vector<float>::from_bits(max_signed(bits(a), bits(abs(b))));
    }

    alignas(64) std::int32_t words_[depth * columns] = {};
    float scale_[columns] = {};
    std::int32_t sum_[columns] = {};
};

} // namespace kernel::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
