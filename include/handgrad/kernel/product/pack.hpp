/// Copies of an operand in the order in which the tiles read it.
#pragma once

#include <handgrad/simd/register_hints.hpp>
#include <handgrad/simd/select.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// panel(k, j) = b(row of column j, k): a stretch of columns of B^T, for a tile that reads by rows. `Columns`
/// says which rows of b (of length RowStride) belong to the vectors of the panel; lanes beyond Columns::lanes
/// are zero.
template <class V, class Columns, int Depth, int RowStride>
HANDGRAD_INLINE constexpr void pack_transposed(const typename V::value_type* b,
                                               typename V::value_type* panel) {
    constexpr int width = V::width;
    constexpr int whole = Depth / width * width;
    const auto copy = [&]<int Count>(int j, int k,
                                     std::integral_constant<int, Count>) HANDGRAD_INLINE_LAMBDA {
        V square[width];
        const typename V::value_type* from = b + Columns::offset(j) * RowStride + k;
        HANDGRAD_UNROLL
        for (int l = 0; l < width; ++l)
            square[l] = l < Columns::lanes ? V::template load_first<Count>(from + l * RowStride) : V(0);
        transpose(square);
        typename V::value_type* to = panel + k * Columns::panel_stride + j * width;
        HANDGRAD_UNROLL
        for (int l = 0; l < Count; ++l) square[l].store(to + l * Columns::panel_stride);
    };
    for (int j = 0; j < Columns::vectors; ++j) {
        for (int k = 0; k < whole; k += width) copy(j, k, std::integral_constant<int, width>{});
        if constexpr (whole < Depth) copy(j, whole, std::integral_constant<int, Depth - whole>{});
    }
}

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad
