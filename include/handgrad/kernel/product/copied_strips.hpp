/// Z^T G where the rows of Z lie a multiple of a page apart.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/epilogue.hpp>
#include <handgrad/kernel/product/gemm_fwd.hpp>
#include <handgrad/kernel/product/tile.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

/// C (Rows x Cols) = A^T B with A (Depth x Rows), B (Depth x Cols). A column of A is spread over as many
/// pages as it is long, at one place of each, for which L1 has room in few of its lines only: so a strip of
/// some columns is copied together before it is used.
template <class V, int Rows, int Cols, int Depth, bool Shared>
class gemm_in_copied_strips {
    using T = typename V::value_type;
    static constexpr split strips = balanced(Rows, simd::machine_of<V>.strip_rows);

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
        gemm<V, gemm_shape{gemm_form::tn, Width, Cols, Depth, 1, Shared}, Cols>::run(
            copy, b, start.at(row, 0), finish.at(row, 0));
    }
};

} // namespace detail

/// Lanes run over the columns, a strip of Z is copied first: Z^T G whose rows of Z lie a multiple of a page
/// apart.
struct copied_strips {
    static constexpr bool fits(const gemm_shape& s, const vector_kind& v) {
        return s.form == gemm_form::tn && s.rows * v.element_bytes % v.machine.page_bytes == 0 &&
               s.depth > 8 && s.depth * v.machine.strip_rows * v.element_bytes <= v.machine.panel_bytes;
    }
    static constexpr std::size_t stack_bytes(const gemm_shape& s, const vector_kind& v, auto arrays_of) {
        const int strip = balanced(s.rows, v.machine.strip_rows).size;
        return v.bytes(strip, s.depth) + arrays_of(gemm_shape{gemm_form::tn, strip, s.cols, s.depth, 1});
    }
    template <class Product>
    struct of
        : detail::gemm_in_copied_strips<typename Product::vector, Product::shape.rows, Product::shape.cols,
                                        Product::shape.depth, Product::shape.shared> {
        static_assert(Product::stride == Product::shape.cols && Product::shape.chains == 1);
    };
};

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
