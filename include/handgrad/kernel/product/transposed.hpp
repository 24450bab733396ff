/// Z^T G for few outputs: computed as its transpose, turned on the way out.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/kernel/epilogue.hpp>
#include <handgrad/kernel/product/gemm_fwd.hpp>
#include <handgrad/kernel/product/tile.hpp>
#include <handgrad/simd/register_hints.hpp>
#include <handgrad/simd/select.hpp>

#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

/// Vectors of a strip of rows that is turned: what tile_columns gives `cols` rows.
constexpr int vectors_of_strip(int cols) { return cols == 1 ? 8 : cols == 2 ? 4 : cols == 3 ? 3 : 2; }

/// C (Rows x Cols) = A^T B, where A (Depth x Rows) and B (Depth x Cols) both lie row by row and Cols is less
/// than a vector, or little more: the lanes run over the rows of C, so that none is idle. A strip of C^T at a
/// time goes through a block that stays in L1.
template <class V, int Rows, int Cols, int Depth, bool Shared>
class transposed_gemm {
    using T = typename V::value_type;

public:
    template <class Start, class Finish>
    HANDGRAD_INLINE static constexpr void run(const T* a, const T* b, Start start, Finish finish) {
        constexpr split strips = whole_tiles(Rows, vectors_of_strip(Cols) * V::width);
        for_each<strips>([&]<int Width>(int row)
                             HANDGRAD_INLINE_LAMBDA { strip<Width>(a, b, row, start, finish); });
    }

private:
    /// Rows `row`, row + 1, ... row + Width - 1 of C.
    template <int Width, class Start, class Finish>
    static constexpr void strip(const T* a, const T* b, int row, Start start, Finish finish) {
        using product = gemm<V, gemm_shape{gemm_form::tn, Cols, Width, Depth, 1, Shared}, Rows>;
        alignas(64) T transposed[Cols * Width];
        const finish_store<T, fixed<Width>> keep{transposed};
        if constexpr (std::is_same_v<Start, start_zero>) {
            product::run(b, a + row, start, keep);
        } else {
            for_each_square<Width>([&]<int M, int N>(square<M, N>, int i, int j) HANDGRAD_INLINE_LAMBDA {
                V s[V::width];
                HANDGRAD_UNROLL
                for (int l = 0; l < V::width; ++l)
                    s[l] = l < M ? start.template begin<V, N>(row + i + l, j) : V(0);
                transpose(s);
                HANDGRAD_UNROLL
                for (int l = 0; l < N; ++l) keep.template end<V, M>(j + l, i, s[l]);
            });
            product::run(b, a + row, start_matrix<T, fixed<Width>>{transposed}, keep);
        }
        for_each_square<Width>([&]<int M, int N>(square<M, N>, int i, int j) HANDGRAD_INLINE_LAMBDA {
            V s[V::width];
            HANDGRAD_UNROLL
            for (int l = 0; l < V::width; ++l)
                s[l] = l < N ? V::template load_first<M>(transposed + (j + l) * Width + i) : V(0);
            transpose(s);
            HANDGRAD_UNROLL
            for (int l = 0; l < M; ++l) finish.template end<V, N>(row + i + l, j, s[l]);
        });
    }

    /// M x N elements, at most a vector each way.
    template <int M, int N>
    struct square {};

    /// Calls f(square<M, N>, i, j) for all squares of Width x Cols elements.
    template <int Width, class F>
    HANDGRAD_INLINE static constexpr void for_each_square(F f) {
        for_each<whole_tiles(Width, V::width)>([&]<int M>(int i) HANDGRAD_INLINE_LAMBDA {
            for_each<whole_tiles(Cols, V::width)>([&]<int N>(int j)
                                                      HANDGRAD_INLINE_LAMBDA { f(square<M, N>{}, i, j); });
        });
    }
};

} // namespace detail

/// Lanes run over the rows of the result: Z^T G of few columns. The longer the sum, the less it costs to turn
/// the result. (Not of duals: turned, the factors change places, and the two products of a tangent their
/// order.)
struct transposed {
    static constexpr bool fits(const gemm_shape& s, const vector_kind& v) {
        return s.form == gemm_form::tn && v.width > 1 && !v.dual && s.cols < 2 * v.width &&
               s.cols % v.width != 0 && s.rows >= 2 * v.width && s.depth >= 2 * v.width;
    }
    static constexpr std::size_t stack_bytes(const gemm_shape& s, const vector_kind& v, auto arrays_of) {
        const int strip = handgrad::detail::smaller(detail::vectors_of_strip(s.cols) * v.width, s.rows),
                  rest = s.rows % strip;
        const auto with_block = [&](int block_width) {
            return v.bytes(s.cols, block_width) +
                   arrays_of(gemm_shape{gemm_form::tn, s.cols, block_width, s.depth, 1});
        };
        return handgrad::detail::larger(with_block(strip), rest > 0 ? with_block(rest) : 0);
    }
    template <class Product>
    struct of : detail::transposed_gemm<typename Product::vector, Product::shape.rows, Product::shape.cols,
                                        Product::shape.depth, Product::shape.shared> {
        static_assert(Product::stride == Product::shape.cols && Product::shape.chains == 1);
    };
};

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
