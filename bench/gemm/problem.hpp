/// The three products of a network, as problems of one kind: `out` (M, N) is a sum over K.
#pragma once

#include <handgrad/core/matrix.hpp>
#include <handgrad/kernel/gemm.hpp>

#include <string>

namespace bench {

namespace hg = handgrad;

/// What the forms share. RowsA x ColsA and RowsB x ColsB are the operands as they lie in memory, row by row.
template <int M, int N, int K, int RowsA, int ColsA, int RowsB, int ColsB>
struct problem {
    static constexpr int m = M, n = N, k = K;
    using a_type = hg::view<const float, RowsA, ColsA>;
    using b_type = hg::view<const float, RowsB, ColsB>;
    using out_type = hg::view<float, M, N>;

    static std::string shape() {
        return std::to_string(M).append("x").append(std::to_string(N)).append("x").append(std::to_string(K));
    }
};

/// Z W: the forward pass.
template <int M, int N, int K>
struct nn : problem<M, N, K, M, K, K, N> {
    static constexpr const char* form = "gemm_nn";
    static double term(const float* a, const float* b, int i, int j, int k) {
        return static_cast<double>(a[i * K + k]) * static_cast<double>(b[k * N + j]);
    }
    template <class A, class B, class Out>
    static void handgrad(A a, B b, Out out) {
        hg::gemm_nn(a, b, out);
    }
    template <class A, class B, class F>
    static void eigen(const A& a, const B& b, F multiply) {
        multiply(a, b);
    }
};

/// Z^T G: the gradient of the weights.
template <int M, int N, int K>
struct tn : problem<M, N, K, K, M, K, N> {
    static constexpr const char* form = "gemm_tn";
    static double term(const float* a, const float* b, int i, int j, int k) {
        return static_cast<double>(a[k * M + i]) * static_cast<double>(b[k * N + j]);
    }
    template <class A, class B, class Out>
    static void handgrad(A a, B b, Out out) {
        hg::gemm_tn(a, b, out);
    }
    template <class A, class B, class F>
    static void eigen(const A& a, const B& b, F multiply) {
        multiply(a.transpose(), b);
    }
};

/// G W^T: the gradient of the inputs.
template <int M, int N, int K>
struct nt : problem<M, N, K, M, K, N, K> {
    static constexpr const char* form = "gemm_nt";
    static double term(const float* a, const float* b, int i, int j, int k) {
        return static_cast<double>(a[i * K + k]) * static_cast<double>(b[j * K + k]);
    }
    template <class A, class B, class Out>
    static void handgrad(A a, B b, Out out) {
        hg::gemm_nt(a, b, out);
    }
    template <class A, class B, class F>
    static void eigen(const A& a, const B& b, F multiply) {
        multiply(a, b.transpose());
    }
};

} // namespace bench
