/// Any product, declared for the methods that compute theirs by way of another.
#pragma once

#include <handgrad/kernel/product/shape.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// Bytes of the arrays that a product has on the stack.
constexpr std::size_t gemm_arrays(const gemm_shape& s, const vector_kind& v);

namespace detail {

template <class V, gemm_shape Shape, class A, int BStride>
struct gemm;

} // namespace detail

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad
