/// The engine of every product, declared for those that compute theirs by way of another.
#pragma once

#include <handgrad/core/config.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel::detail {

template <class V, int Rows, int Cols, int Depth, class A, bool Transposed, int BStride, int Chains>
struct gemm;

} // namespace kernel::detail
HANDGRAD_END_ISA
} // namespace handgrad
