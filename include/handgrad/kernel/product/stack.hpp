/// The arrays that products keep on the stack.
#pragma once

#include <handgrad/kernel/product/plan.hpp>
#include <handgrad/simd/select.hpp>

#include <algorithm>
#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

/// Bytes of the panels, strips and blocks of one product, by its plan: C (rows x cols) = A (rows x depth) B
/// (depth x cols) of numbers of `bytes` bytes, `width` to a vector.
constexpr std::size_t gemm_arrays(gemm_form form, int rows, int cols, int depth, int width, int bytes,
                                  int chains) {
    const auto size = [&](int r, int c) {
        return static_cast<std::size_t>(r) * static_cast<std::size_t>(c) * static_cast<std::size_t>(bytes);
    };
    const gemm_plan plan = plan_gemm(form, rows, cols, depth, width, bytes, chains);
    switch (plan.method) {
    case gemm_method::one_row:
        return 0;
    case gemm_method::along_depth:
        return size(cols, (depth + most_chains - 1) / most_chains * most_chains);
    case gemm_method::copied_strips: {
        const int strip = balanced(rows, machine::strip_rows).size;
        return size(strip, depth) + gemm_arrays(gemm_form::tn, strip, cols, depth, width, bytes, 1);
    }
    case gemm_method::transposed: {
        const int strip = std::min(transposed_strip(cols) * width, rows), rest = rows % strip;
        const auto with_block = [&](int columns) {
            return size(cols, columns) + gemm_arrays(gemm_form::tn, cols, columns, depth, width, bytes, 1);
        };
        return std::max(with_block(strip), rest > 0 ? with_block(rest) : 0);
    }
    case gemm_method::tiles:
        break;
    }
    const int vectors = std::max(plan.columns.size, plan.columns.rest_size) + (plan.tail > 0);
    return plan.pack ? size(plan.part, vectors * width) : 0;
}

} // namespace detail

/// Bytes of stack that the arrays of Z W, Z^T G and G W^T take: Z (M, K), W (K, N), G (M, N).
template <class T>
constexpr std::size_t nn_arrays_in_chains(int M, int K, int N, int chains) {
    // A single column of Z is a row of Z^T: gemm takes it for that.
    const gemm_form form = K == 1 ? gemm_form::tn : gemm_form::nn;
    return detail::gemm_arrays(form, M, N, K, simd::native_width<T>, sizeof(T), chains);
}
template <class T>
constexpr std::size_t nn_arrays(int M, int K, int N) {
    return nn_arrays_in_chains<T>(M, K, N, forward_chains(K, N));
}
template <class T>
constexpr std::size_t tn_arrays(int M, int K, int N) {
    return detail::gemm_arrays(gemm_form::tn, K, N, M, simd::native_width<T>, sizeof(T), 1);
}
template <class T>
constexpr std::size_t nt_arrays(int M, int K, int N) {
    return detail::gemm_arrays(gemm_form::nt, M, K, N, simd::native_width<T>, sizeof(T), 1);
}

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad
