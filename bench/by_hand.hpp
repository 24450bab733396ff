/// What stands around the products in a network written by hand: loops with constant bounds, which a compiler
/// turns into vectors.
#pragma once

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace bench {

namespace hg = handgrad;

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

inline float activated(hg::relu, float z) { return z > 0 ? z : 0; }
inline float activated(hg::identity, float z) { return z; }
/// To 1e-7, not to an ULP: next to 0, few digits are left.
inline float activated(hg::tanh, float z) { return 1 - 2 / (exp_by_hand(2 * z) + 1); }

/// Z = sigma(Z + b).
template <class Activation, int Rows, int Cols>
void add_bias_and_activate(float* z, const float* b) {
    for (int r = 0; r < Rows; ++r)
        for (int j = 0; j < Cols; ++j) z[r * Cols + j] = activated(Activation{}, z[r * Cols + j] + b[j]);
}

/// The mean softmax cross-entropy; G is its gradient times `factor`.
template <int Rows, int Cols>
float softmax_cross_entropy_by_hand(const float* z, const int* label, float factor, float* g) {
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

/// G is 0 where relu let nothing through.
template <int Size>
void apply_relu_derivative(const float* z, float* g) {
    for (int i = 0; i < Size; ++i) g[i] = z[i] > 0 ? g[i] : 0;
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
