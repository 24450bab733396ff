/// Z^T G where the rows of Z lie a multiple of a page apart.
#pragma once

#include <handgrad/kernel/epilogue.hpp>
#include <handgrad/kernel/product/gemm_fwd.hpp>
#include <handgrad/kernel/product/plan.hpp>
#include <handgrad/kernel/product/tile.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

/// A start or a finish of a product whose first row is another's `row`.
template <class Start>
struct start_from_row {
    Start start;
    int row;

    template <class V, int Count>
    HANDGRAD_INLINE constexpr V begin(int i, int j) const {
        return start.template begin<V, Count>(row + i, j);
    }
};
template <class Finish, class T>
struct finish_from_row {
    Finish finish;
    int row;
    T* out;

    static constexpr bool changes_once = kernel::changes_once<Finish>;

    template <class V, int Count>
    HANDGRAD_INLINE constexpr void end(int i, int j, V sum) const {
        finish.template end<V, Count>(row + i, j, sum);
    }
};

/// C (Rows x Cols) = A^T B with A (Depth x Rows), B (Depth x Cols). A column of A is spread over as many
/// pages as it is long, at one place of each, for which L1 has room in few of its lines only: so a strip of
/// some columns is copied together before it is used.
template <class V, int Rows, int Cols, int Depth>
class gemm_in_copied_strips {
    using T = typename V::value_type;
    static constexpr split strips = balanced(Rows, machine::strip_rows);

public:
    template <class Start, class Finish>
    HANDGRAD_INLINE static constexpr void run(const T* a, const T* b, Start start, Finish finish) {
        for_each<strips>([&]<int Width>(int row)
                             HANDGRAD_INLINE_LAMBDA { strip<Width>(a, b, row, start, finish); });
    }

private:
    template <int Width, class Start, class Finish>
    static constexpr void strip(const T* a, const T* b, int row, Start start, Finish finish) {
        alignas(64) T copy[Depth * Width];
        for (int k = 0; k < Depth; ++k)
            for (int i = 0; i < Width; ++i) copy[k * Width + i] = a[k * Rows + row + i];
        gemm<V, Width, Cols, Depth, strides<1, Width>, false, Cols, 1>::run(
            copy, b, start_from_row<Start>{start, row},
            finish_from_row<Finish, T>{finish, row, finish.out + row * Cols});
    }
};

} // namespace detail

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad
