/// The methods of a product. Which is taken changes no bit: the order of every sum is that of order.hpp.
///
///     product                                       lanes run over
///     8 rows or more of Z W, N <= 16, C = 8         the depth: lanes are chains     along_depth.hpp
///     one row of Z W, C > 1 chains, N % 8 != 0      B as one long row, no padding   one_row.hpp
///     Z^T G, N < 16, N % 8 != 0, M and K >= 16      the rows of the result          transposed.hpp
///     Z^T G, rows of Z a multiple of 4 KB apart     the columns, Z is copied first  copied_strips.hpp
///     any other                                     the columns                     tiles.hpp
///
/// (Widths as for 8 floats.) A method is one class:
///
///     static constexpr bool fits(const gemm_shape&, const vector_kind&)
///     static constexpr std::size_t stack_bytes(const gemm_shape&, const vector_kind&, arrays_of)
///         of the arrays that it has on the stack; arrays_of(gemm_shape) are those of a product that it takes
///         part of the work to
///     template <class Product> struct of
///         whose run(a, b, start, finish) computes it. Product says vector, shape and stride (of B's rows, or
///         columns)
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/product/along_depth.hpp>
#include <handgrad/kernel/product/copied_strips.hpp>
#include <handgrad/kernel/product/gemm_fwd.hpp>
#include <handgrad/kernel/product/one_row.hpp>
#include <handgrad/kernel/product/tiles.hpp>
#include <handgrad/kernel/product/transposed.hpp>

#include <cstddef>
#include <tuple>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

template <class... Methods>
struct method_list {
    static constexpr int count = sizeof...(Methods);
    template <int I>
    using at = std::tuple_element_t<I, std::tuple<Methods...>>;

    /// The number of the first that fits.
    static constexpr int first(const gemm_shape& s, const vector_kind& v) {
        int number = 0;
        (void)((Methods::fits(s, v) || ++number < 0) || ...);
        return number;
    }
    static constexpr std::size_t stack_bytes(const gemm_shape& s, const vector_kind& v) {
        std::size_t bytes = 0;
        const auto arrays_of = [&](const gemm_shape& inner_shape) { return stack_bytes(inner_shape, v); };
        (void)((Methods::fits(s, v) && (bytes = Methods::stack_bytes(s, v, arrays_of), true)) || ...);
        return bytes;
    }
};

/// From the most particular to that of any product.
using methods = method_list<along_depth, one_row, transposed, copied_strips, tiles>;

/// That of a product with vectors V.
template <gemm_shape Shape, class V>
using method_of = methods::at<methods::first(Shape, kind_of<V>)>;

/// Bytes of the arrays that a product has on the stack.
constexpr std::size_t gemm_arrays(const gemm_shape& s, const vector_kind& v) {
    return methods::stack_bytes(s, v);
}

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
