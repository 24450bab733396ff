/// The three products of a network, as problems of one kind: `out` (M, N) is a sum over K.
#pragma once

#include <handgrad/core/matrix.hpp>

#include <string>
#include <type_traits>

namespace bench {

namespace hg = handgrad;

/// out = A B, where A (M, K) or B (K, N) lies transposed in memory; all of them row by row.
template <class T, int M, int N, int K, bool TransposedA, bool TransposedB>
struct problem {
    using number = T;
    static constexpr int m = M, n = N, k = K;
    static constexpr bool transposed_a = TransposedA, transposed_b = TransposedB;
    using a_type = hg::view<const T, TransposedA ? K : M, TransposedA ? M : K>;
    using b_type = hg::view<const T, TransposedB ? N : K, TransposedB ? K : N>;
    using out_type = hg::view<T, M, N>;

    /// The products of one row have a table of their own.
    static std::string form() {
        std::string name = M == 1 ? "gemv_" : "gemm_";
        name.append(TransposedA ? "t" : "n").append(TransposedB ? "t" : "n");
        return std::is_same_v<T, double> ? name.append("_f64") : name;
    }
    static std::string shape() {
        return std::to_string(M).append("x").append(std::to_string(N)).append("x").append(std::to_string(K));
    }

    /// Number l of the sum for row i, column j.
    static double term(const T* a, const T* b, int i, int j, int l) {
        return static_cast<double>(a[TransposedA ? l * M + i : i * K + l]) *
               static_cast<double>(b[TransposedB ? j * K + l : l * N + j]);
    }
};

/// Z W: the forward pass.
template <class T, int M, int N, int K>
using nn = problem<T, M, N, K, false, false>;

/// Z^T G: the gradient of the weights.
template <class T, int M, int N, int K>
using tn = problem<T, M, N, K, true, false>;

/// G W^T: the gradient of the inputs.
template <class T, int M, int N, int K>
using nt = problem<T, M, N, K, false, true>;

} // namespace bench
