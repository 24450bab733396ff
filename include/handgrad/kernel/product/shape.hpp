/// What a product is to those who plan it.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/select.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// Which of the two factors lies transposed in memory: none (Z W), the first (Z^T G), the second (G W^T).
enum class gemm_form { nn, tn, nt };

/// One product: C (rows x cols) = A (rows x depth) B (depth x cols), each sum in so many chains (order.hpp).
/// Its register tiles are made for it alone, or shared with products of other lengths, at the cost of a few
/// instructions a tile.
struct gemm_shape {
    gemm_form form;
    int rows, cols, depth, chains;
    bool shared = false;

    constexpr gemm_shape in_shared_tiles() const { return {form, rows, cols, depth, chains, true}; }

    /// Element (i, k) of A lies at i a_row() + k a_depth(): Z and G in their own order, or Z transposed.
    constexpr int a_row() const { return form == gemm_form::tn ? 1 : depth; }
    constexpr int a_depth() const { return form == gemm_form::tn ? rows : 1; }
};

/// The vectors that it is computed with.
struct vector_kind {
    const simd::machine& machine;
    int width;         // in numbers
    int element_bytes; // of a number
    bool dual;         // its values fill one register, its tangents another

    constexpr int registers() const { return dual ? 2 : 1; }
    constexpr std::size_t bytes(int rows, int cols) const {
        return static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols) *
               static_cast<std::size_t>(element_bytes);
    }
};

template <class V>
inline constexpr vector_kind kind_of{simd::machine_of<V>, V::width,
                                     static_cast<int>(sizeof(typename V::value_type)),
                                     simd::is_dual<typename V::value_type>};

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
