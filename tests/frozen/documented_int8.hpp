/// The integers of a frozen layer as the documentation defines them (kernel/packed/quantized_row.hpp,
/// kernel/packed/quantized_weights.hpp), in plain loops of the C library's functions; and the same by a back
/// end.
#pragma once

#include <handgrad/activation/identity.hpp>
#include <handgrad/kernel/epilogue.hpp>
#include <handgrad/kernel/packed/quantized_gemm.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace documented {

namespace hg = handgrad;

constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

/// Byte k of words.
inline int byte_of(const std::int32_t* words, int k) {
    return static_cast<int>(static_cast<std::uint32_t>(words[k / 4]) >> k % 4 * 8 & 0xff);
}

template <int K>
struct row {
    float step = 0;
    int zero = 0;
    int q[K] = {};

    row() = default;
    explicit row(const float* z) {
        float low = 0, high = 0;
        bool finite = true;
        for (int k = 0; k < K; ++k) {
            finite = finite && std::isfinite(z[k]);
            low = std::min(low, z[k]);
            high = std::max(high, z[k]);
        }
        const float range = high - low;
        if (!finite || !std::isfinite(range)) {
            step = not_a_number;
        } else if (range >= 0x1p-100f) {
            step = range / 127;
            const float f = 127 / range, moved = -std::nearbyint(low * f);
            zero = static_cast<int>(moved);
            for (int k = 0; k < K; ++k) {
                const float rounded = std::nearbyint(std::fma(z[k], f, moved));
                q[k] = static_cast<int>(std::min(127.0f, std::max(0.0f, rounded)));
                beyond[0] += rounded < 0;
                beyond[1] += rounded > 127;
            }
        }
    }

    bool operator==(const row& other) const {
        const bool same_step = step == other.step || (std::isnan(step) && std::isnan(other.step));
        return same_step && zero == other.zero && std::equal(q, q + K, other.q);
    }

    int beyond[2] = {}; // how many of the q are where they are because of the lower and of the upper bound
};

/// The same by the vectors V.
template <class V, int K>
row<K> row_by(const float* z) {
    alignas(64) std::int32_t words[hg::kernel::detail::row_words<V>(K)];
    const auto made = hg::kernel::detail::quantized_row<V>::template make<K>(z, words);
    float step[V::width];
    std::int32_t zero[V::width];
    made.step.store(step);
    made.zero.store(zero);
    row<K> found;
    found.step = step[V::width - 1];
    found.zero = zero[V::width - 1];
    for (int k = 0; k < K; ++k) found.q[k] = byte_of(words, k);
    return found;
}

/// W as integers, and a layer Z W + b of them.
template <int K, int N>
struct layer {
    float scale[N] = {};
    int q[K * N] = {};

    explicit layer(const float* w) {
        for (int o = 0; o < N; ++o) {
            float largest = 0;
            bool finite = true;
            for (int k = 0; k < K; ++k) {
                finite = finite && std::isfinite(w[k * N + o]);
                largest = std::max(largest, std::abs(w[k * N + o]));
            }
            if (!finite) {
                scale[o] = not_a_number;
            } else if (largest >= 0x1p-100f) {
                scale[o] = largest / 127;
                const float factor = 127 / largest;
                for (int k = 0; k < K; ++k)
                    q[k * N + o] = static_cast<int>(std::nearbyint(w[k * N + o] * factor));
            }
        }
    }

    void forward(const row<K>& z, const float* b, float* y) const {
        for (int o = 0; o < N; ++o) {
            int sum = 0;
            for (int k = 0; k < K; ++k) sum += (z.q[k] - z.zero) * q[k * N + o];
            const float product = z.step * scale[o];
            y[o] = std::fma(static_cast<float>(sum), product, b[o]);
        }
    }
};

/// Y = Z W + b by the vectors V.
template <class V, int Rows, int K, int N>
void layer_by(const float* z, const hg::kernel::detail::quantized_weights<K, N>& w, const float* b,
              float* y) {
    hg::kernel::detail::quantized_product<V, Rows, K, N>::run(
        z, w, hg::kernel::start_row<float>{b},
        hg::kernel::finish_apply<hg::identity, float, hg::kernel::fixed<N>>{y});
}

} // namespace documented
