/// What stands around the products in a network written by hand: loops with constant bounds, which a compiler
/// turns into vectors.
#pragma once

#include "activations.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <type_traits>

namespace bench {

template <int Size>
struct alignas(64) hand_array : std::array<float, static_cast<std::size_t>(Size)> {
    float& operator[](int i) { return this->data()[i]; }
    const float& operator[](int i) const { return this->data()[i]; }
};

/// e^x without a call or a branch, by the usual steps: x = n ln 2 + r, then Taylor's series of r. To 2
/// ULP; what is below 2^-126 becomes 0. Not for |x| above 2^20.
inline float exp_by_hand(float x) {
    constexpr float to_integer = 0x1.8p23f; // its neighbours are 1 apart
    const float n = (x * 0x1.715476p0f + to_integer) - to_integer;
    const float r = (x - n * 0x1.62e4p-1f) - n * 0x1.7f7d1cp-20f;
    float p = 1.0f / 720;
    p = p * r + 1.0f / 120;
    p = p * r + 1.0f / 24;
    p = p * r + 1.0f / 6;
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    // Clamped here, for g++ makes branches of the same done to x, and then no vectors.
    const int exponent = std::min(std::max(static_cast<int>(n), -127), 128);
    return p * std::bit_cast<float>((exponent + 127) << 23);
}

/// The arithmetic of plain loops, for bench/peers/activations.hpp.
struct by_hand {
    static float positive(float z) { return z > 0 ? z : 0; }
    static float negative(float z) { return z < 0 ? z : 0; }
    static float clamp(float z, float low, float high) { return std::min(std::max(z, low), high); }
    static float abs(float z) { return std::abs(z); }
    static float where(bool c, float x) { return c ? x : 0; }
    static float once(float x) { return x; }
    static float exp(float z) { return exp_by_hand(z); }
    static float expm1(float z) { return exp_by_hand(z) - 1; }
    /// To 1e-7, not to an ULP: next to 0, few digits are left.
    static float tanh(float z) { return 1 - 2 / (exp_by_hand(2 * z) + 1); }
    static float logistic(float z) { return 1 / (1 + exp_by_hand(-z)); }
    static float log1p(float z) { return std::log1p(z); }
    static float erf(float z) { return std::erf(z); }
    static float sin(float z) { return std::sin(z); }
    static float cos(float z) { return std::cos(z); }
};

template <class Activation>
float activated(float z) {
    return formula<Activation>::template value<by_hand>(z);
}

/// The parameters of layer I, apart from what it computes.
template <class Task, int I>
struct hand_layer {
    static constexpr bool biased = std::is_same_v<typename Task::template bias<I>, hg::bias>;
    hand_array<Task::widths[I] * Task::widths[I + 1]> w;
    hand_array<Task::widths[I + 1]> b;

    auto bias() const {
        if constexpr (biased)
            return b.data();
        else
            return hg::no_bias{};
    }
    void read(const float*& from) {
        std::copy_n(from, w.size(), w.begin());
        from += w.size();
        if constexpr (!biased) return;
        std::copy_n(from, b.size(), b.begin());
        from += b.size();
    }
    float* write(float* to) const {
        to = std::copy(w.begin(), w.end(), to);
        return biased ? std::copy(b.begin(), b.end(), to) : to;
    }
};

inline float bias_at(const float* b, int j) { return b[j]; }
inline float bias_at(hg::no_bias, int) { return 0; }

/// Z = sigma(Z + b).
template <class Activation, int Rows, int Cols>
void add_bias_and_activate(float* z, const float* b) {
    for (int r = 0; r < Rows; ++r)
        for (int j = 0; j < Cols; ++j) z[r * Cols + j] = activated<Activation>(z[r * Cols + j] + b[j]);
}

/// The mean softmax cross-entropy; G is its gradient times `factor`.
template <int Rows, int Cols>
float loss_by_hand(const hg::softmax_cross_entropy&, const float* z, const int* label, float factor,
                   float* g) {
    hand_array<Rows> largest, sum;
    for (int r = 0; r < Rows; ++r) {
        largest[r] = z[r * Cols];
        for (int j = 1; j < Cols; ++j) largest[r] = std::max(largest[r], z[r * Cols + j]);
        for (int j = 0; j < Cols; ++j) g[r * Cols + j] = z[r * Cols + j] - largest[r];
    }
    for (int i = 0; i < Rows * Cols; ++i) g[i] = exp_by_hand(g[i]);
    float loss = 0;
    for (int r = 0; r < Rows; ++r) {
        sum[r] = 0;
        for (int j = 0; j < Cols; ++j) sum[r] += g[r * Cols + j];
        loss += std::log(sum[r]) + largest[r] - z[r * Cols + label[r]];
        const float scale = factor / (Rows * sum[r]);
        for (int j = 0; j < Cols; ++j) g[r * Cols + j] *= scale;
        g[r * Cols + label[r]] -= factor / Rows;
    }
    return loss / Rows;
}

/// The mean of a loss of each output alone; G is its gradient times `factor`.
template <int Rows, int Cols, class Loss>
float loss_by_hand(const Loss& rule, const float* z, const float* target, float factor, float* g) {
    constexpr int size = Rows * Cols, lanes = 8;
    const float share = factor / size;
    // As many sums as a register has lanes: a single one would be a chain that no compiler may break.
    float sum[lanes] = {};
    const auto add = [&](int i, float& to) {
        const float d = z[i] - target[i];
        if constexpr (std::is_same_v<Loss, hg::mean_squared_error>) {
            to += d * d;
            g[i] = 2 * share * d;
        } else if constexpr (std::is_same_v<Loss, hg::mean_absolute_error>) {
            to += std::abs(d);
            g[i] = d > 0 ? share : d < 0 ? -share : 0;
        } else if constexpr (std::is_same_v<Loss, hg::huber>) {
            const float delta = static_cast<float>(rule.delta), slope = by_hand::clamp(d, -delta, delta);
            to += slope * (d - 0.5f * slope);
            g[i] = share * slope;
        } else {
            static_assert(std::is_same_v<Loss, hg::binary_cross_entropy_with_logits>);
            to += by_hand::positive(z[i]) - z[i] * target[i] + by_hand::log1p(by_hand::exp(-std::abs(z[i])));
            g[i] = share * (by_hand::logistic(z[i]) - target[i]);
        }
    };
    for (int i = 0; i + lanes <= size; i += lanes)
        for (int j = 0; j < lanes; ++j) add(i + j, sum[j]);
    for (int i = size / lanes * lanes; i < size; ++i) add(i, sum[0]);
    for (int j = 1; j < lanes; ++j) sum[0] += sum[j];
    return sum[0] / size;
}

/// G *= sigma', of what the activation asks for: Z or sigma(Z).
template <class Activation, int Size>
void multiply_by_slope(const float* v, float* g) {
    for (int i = 0; i < Size; ++i) formula<Activation>::template times_slope<by_hand>(v[i], g[i]);
}

/// b += the sum of the rows of G.
template <int Rows, int Cols>
void add_column_sums(const float* g, float* b) {
    hand_array<Cols> sum;
    for (int j = 0; j < Cols; ++j) sum[j] = b[j];
    for (int r = 0; r < Rows; ++r)
        for (int j = 0; j < Cols; ++j) sum[j] += g[r * Cols + j];
    for (int j = 0; j < Cols; ++j) b[j] = sum[j];
}

} // namespace bench
