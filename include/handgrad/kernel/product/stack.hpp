/// The arrays that products keep on the stack.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/product/methods.hpp>
#include <handgrad/simd/select.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// Z W, Z^T G and G W^T, Z (M, K), W (K, N), G (M, N). A single column of Z is a row of Z^T, and taken for
/// that.
constexpr gemm_shape nn_shape(int M, int K, int N, int chains) {
    return {K == 1 ? gemm_form::tn : gemm_form::nn, M, N, K, chains};
}
constexpr gemm_shape tn_shape(int M, int K, int N) { return {gemm_form::tn, K, N, M, 1}; }
constexpr gemm_shape nt_shape(int M, int K, int N) { return {gemm_form::nt, M, K, N, 1}; }

/// Bytes of stack that the arrays of each take.
template <class T>
constexpr std::size_t nn_arrays_in_chains(int M, int K, int N, int chains) {
    return gemm_arrays(nn_shape(M, K, N, chains), kind_of<simd::native_vector<T>>);
}
template <class T>
constexpr std::size_t nn_arrays(int M, int K, int N) {
    return nn_arrays_in_chains<T>(M, K, N, forward_chains(K, N));
}
template <class T>
constexpr std::size_t tn_arrays(int M, int K, int N) {
    return gemm_arrays(tn_shape(M, K, N), kind_of<simd::native_vector<T>>);
}
template <class T>
constexpr std::size_t nt_arrays(int M, int K, int N) {
    return gemm_arrays(nt_shape(M, K, N), kind_of<simd::native_vector<T>>);
}

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
