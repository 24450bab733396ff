/// Copies of an operand in the order in which the tiles read it.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/product/operands.hpp>
#include <handgrad/simd/register_hints.hpp>
#include <handgrad/simd/select.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// panel(k, j) = b(row of column j, k): a stretch of columns of B^T, for a tile that reads by rows. `cover`
/// says which rows of b, `stride` apart, belong to the vectors of the panel; lanes beyond Columns::lanes are
/// zero.
template <class V, class Columns, class Depth, class Stride>
struct transposed_panel {
    using T = typename V::value_type;
    const T* b;
    T* panel;
    [[no_unique_address]] Columns cover;
    [[no_unique_address]] Depth depth;
    [[no_unique_address]] Stride stride;

    HANDGRAD_INLINE constexpr void fill() const {
        for (int j = 0; j < Columns::vectors; ++j) {
            std::ptrdiff_t k = 0;
            for (; k + V::width <= depth; k += V::width) copy<V::width>(j, k);
            // What is left of the depth is in a square that begins earlier.
            if constexpr (!is_fixed<Depth>) {
                if (k < depth) copy<V::width>(j, depth - V::width);
            } else if constexpr (Depth::value < V::width) {
                copy<Depth::value>(j, 0);
            } else if constexpr (Depth::value % V::width > 0) {
                copy<V::width>(j, Depth::value - V::width);
            }
        }
    }
    HANDGRAD_APART constexpr void fill_apart() const {
        const transposed_panel own = *this;
        own.fill();
    }

private:
    /// A square of Count steps of the depth.
    template <int Count>
    HANDGRAD_INLINE constexpr void copy(int j, std::ptrdiff_t k) const {
        constexpr int panel_stride = in_panel<V, Columns>::stride;
        V square[V::width];
        const T* const from = b + (cover.offset(j) * stride + k);
        HANDGRAD_UNROLL
        for (int l = 0; l < V::width; ++l)
            square[l] = l < Columns::lanes ? V::template load_first<Count>(from + l * stride) : V(0);
        transpose(square);
        T* const to = panel + (k * panel_stride + j * V::width);
        HANDGRAD_UNROLL
        for (int l = 0; l < Count; ++l) square[l].store(to + l * panel_stride);
    }
};

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
