/// The products of a dense layer as plain loops with constant bounds.
#pragma once

#include "by_hand.hpp"

namespace bench {

/// `rows`: a row of the output at a time. `tiles`: four rows and sixteen columns at a time, or 64 columns of
/// the only row, so that a good compiler keeps the sums in registers.
enum class loop_order { rows, tiles };

/// out[i][j] = finish(start(i, j) + sum over k of a(i, k) b[k][j], j), for Rows x Cols of N columns.
template <int Rows, int Cols, int N, int K, class A, class Start, class Finish>
void loop_over_tile(A a, const float* b, float* out, Start start, Finish finish) {
    float sum[Rows][Cols];
    for (int i = 0; i < Rows; ++i)
        for (int j = 0; j < Cols; ++j) sum[i][j] = start(i, j);
    for (int k = 0; k < K; ++k)
        for (int i = 0; i < Rows; ++i)
            for (int j = 0; j < Cols; ++j) sum[i][j] += a(i, k) * b[k * N + j];
    for (int i = 0; i < Rows; ++i)
        for (int j = 0; j < Cols; ++j) out[i * N + j] = finish(sum[i][j], j);
}

/// The same for M x N, in tiles of Rows x Cols.
template <int Rows, int Cols, int M, int N, int K, class A, class Start, class Finish>
void loop_over(A a, const float* b, float* out, Start start, Finish finish) {
    const auto columns = [&]<int R, int C>(int i, int j) {
        loop_over_tile<R, C, N, K>([&](int r, int k) { return a(i + r, k); }, b + j, out + i * N + j,
                                   [&](int r, int c) { return start(i + r, j + c); },
                                   [&](float sum, int c) { return finish(sum, j + c); });
    };
    const auto rows = [&]<int R>(int i) {
        for (int j = 0; j + Cols <= N; j += Cols) columns.template operator()<R, Cols>(i, j);
        if constexpr (N % Cols != 0) columns.template operator()<R, N % Cols>(i, N / Cols * Cols);
    };
    for (int i = 0; i + Rows <= M; i += Rows) rows.template operator()<Rows>(i);
    if constexpr (M % Rows != 0) rows.template operator()<M % Rows>(M / Rows * Rows);
}

/// Of a layer with Inputs x Outputs weights.
template <loop_order Order, int Batch, int Inputs, int Outputs>
class loop_products {
public:
    /// out = sigma(Z W + b); b may be hg::no_bias.
    template <class Activation, class B>
    void forward(const float* z, const float* w, B b, float* out) const {
        loop<Batch, Outputs, Inputs>([=](int r, int k) { return z[r * Inputs + k]; }, w, out,
                                     [=](int, int j) { return bias_at(b, j); },
                                     [](float sum, int) { return activated<Activation>(sum); });
    }

    /// W += Z^T G.
    void add_gradient(const float* z, const float* g, float* w) const {
        loop<Inputs, Outputs, Batch>([=](int i, int r) { return z[r * Inputs + i]; }, g, w,
                                     [=](int i, int j) { return w[i * Outputs + j]; },
                                     [](float sum, int) { return sum; });
    }

    /// out = Z^T G.
    void gradient(const float* z, const float* g, float* out) const {
        loop<Inputs, Outputs, Batch>([=](int i, int r) { return z[r * Inputs + i]; }, g, out,
                                     [](int, int) { return 0.0f; }, [](float sum, int) { return sum; });
    }

    /// out = G W^T. W is turned round first: else the innermost loop would be a sum, which no compiler may
    /// turn into vectors.
    void backward(const float* g, const float* w, float* out) {
        for (int j = 0; j < Outputs; ++j)
            for (int i = 0; i < Inputs; ++i) turned_[j * Inputs + i] = w[i * Outputs + j];
        loop<Batch, Inputs, Outputs>([=](int r, int j) { return g[r * Outputs + j]; }, turned_.data(), out,
                                     [](int, int) { return 0.0f; }, [](float sum, int) { return sum; });
    }

private:
    template <int M, int N, int K, class... Rest>
    static void loop(Rest... rest) {
        if constexpr (Order == loop_order::rows)
            loop_over<1, N, M, N, K>(rest...);
        else
            loop_over<(M < 4 ? M : 4), (M == 1 ? std::min(N, 64) : std::min(N, 16)), M, N, K>(rest...);
    }

    hand_array<Batch == 1 ? 1 : Inputs * Outputs> turned_;
};

template <int Batch, int Inputs, int Outputs>
struct row_loops : loop_products<loop_order::rows, Batch, Inputs, Outputs> {
    static constexpr const char* name = "loops_rows";
};
template <int Batch, int Inputs, int Outputs>
struct tile_loops : loop_products<loop_order::tiles, Batch, Inputs, Outputs> {
    static constexpr const char* name = "loops_tiles";
};

} // namespace bench
