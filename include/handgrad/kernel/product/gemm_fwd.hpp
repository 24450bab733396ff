/// Any product, declared for the methods that compute theirs by way of another.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/product/shape.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

template <class V, gemm_shape Shape, int BStride>
struct gemm;

} // namespace detail

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
