/// Where a register tile finds the factors that it multiplies.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/length.hpp>
#include <handgrad/kernel/product/tile_plan.hpp>
#include <handgrad/simd/register_hints.hpp>

#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// The factors that A gives to a tile of Rows rows: that of row i and step k at i row + k depth.
template <class T, int Rows, class Row, class Depth>
struct factors_of {
    static constexpr bool along_depth = std::is_same_v<Depth, fixed<1>>;
    const T* a;
    [[no_unique_address]] Row row;
    [[no_unique_address]] Depth depth;

    HANDGRAD_INLINE constexpr const T* at(int i, std::ptrdiff_t k) const { return a + (i * row + k * depth); }
};

/// Where the distance of the rows is known at run time only, each has a pointer, of which the optimizer does
/// not know that they are a distance apart: g++ would compute them again in every step.
template <class T, int Rows>
struct factors_of<T, Rows, varying, fixed<1>> {
    static constexpr bool along_depth = true;
    const T* rows[Rows];

    HANDGRAD_INLINE factors_of(const T* a, varying row, fixed<1>) {
        HANDGRAD_UNROLL
        for (int i = 0; i < Rows; ++i) rows[i] = simd::reread(a + i * row);
    }
    HANDGRAD_INLINE constexpr const T* at(int i, std::ptrdiff_t k) const { return rows[i] + k; }
};

/// How vectors cover the columns of a tile: `Vectors`, of which the last begins at `last`, Lanes of each
/// used. A tail of few columns more does not get a vector in every row: several rows share one, `slot` lanes
/// each. (A slot holds 1, 2 or 4: of a tail of three, the column before it takes part a second time.)
template <class V, int Vectors, int Lanes, int Tail, class Last>
struct columns {
    static constexpr int vectors = Vectors;
    static constexpr int lanes = Lanes;
    static constexpr int tail = Tail;
    static constexpr int slot = Tail > 0 ? tail_slot(Tail) : V::width;
    static constexpr int sharing = V::width / slot; // rows
    static constexpr int tail_offset = Vectors * V::width + Tail - slot;
    static constexpr int shared(int rows) { return Tail > 0 ? (rows + sharing - 1) / sharing : 0; }
    using last_type = Last;
    [[no_unique_address]] Last last;

    HANDGRAD_INLINE constexpr std::ptrdiff_t offset(int j) const {
        return Vectors > 1 && j == Vectors - 1 ? static_cast<std::ptrdiff_t>(last) : j * V::width;
    }
};

/// Where a tile reads B: as it lies, row k at k stride.
template <class V, class Columns, class Stride>
struct in_place {
    using T = typename V::value_type;
    static constexpr bool copies = false;
    static constexpr int lanes = Columns::lanes;
    const T* b;
    [[no_unique_address]] Columns cover;
    [[no_unique_address]] Stride stride;

    HANDGRAD_INLINE constexpr const T* vector(int j, std::ptrdiff_t k) const {
        return b + (k * stride + cover.offset(j));
    }
    HANDGRAD_INLINE constexpr const T* tail(std::ptrdiff_t k) const {
        return b + (k * stride + Columns::tail_offset);
    }
};

/// The same, copied together: the vectors of a row follow each other, and the tail has one of its own.
template <class V, class Columns>
struct in_panel {
    using T = typename V::value_type;
    static constexpr bool copies = false;
    static constexpr int lanes = V::width;
    static constexpr int stride = (Columns::vectors + (Columns::tail > 0)) * V::width;
    const T* panel;

    HANDGRAD_INLINE constexpr const T* vector(int j, std::ptrdiff_t k) const {
        return panel + (k * stride + j * V::width);
    }
    HANDGRAD_INLINE constexpr const T* tail(std::ptrdiff_t k) const {
        return panel + (k * stride + Columns::vectors * V::width);
    }
};

/// As it lies, while each row that is read is copied for the next tiles.
template <class V, class Columns, class Stride>
struct into_panel : in_place<V, Columns, Stride> {
    using typename in_place<V, Columns, Stride>::T;
    static constexpr bool copies = true;
    T* panel;

    HANDGRAD_INLINE constexpr void copy(int j, std::ptrdiff_t k, V row) const {
        row.store(panel + (k * in_panel<V, Columns>::stride + j * V::width));
    }
};

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
