/// What may be passed as a batch, or as its targets.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/contiguous.hpp>
#include <handgrad/core/discard.hpp>
#include <handgrad/core/extent.hpp>
#include <handgrad/core/rows.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The number of rows of a batch that only the run time knows.
inline constexpr int run_time_rows = -1;

template <class U, int Rows, int Cols>
struct batch_shape {
    static constexpr bool valid = true;
    using value_type = std::remove_const_t<U>;
    static constexpr int rows = Rows;
    static constexpr int cols = Cols;
};

/// A run of single numbers, such as labels: one column.
template <class X>
concept numbers = contiguous<X> && std::is_arithmetic_v<element_of<X>>;

template <class X>
struct traits_of_batch : batch_shape<void, run_time_rows, 0> {
    static constexpr bool valid = false;
};
template <class U, int R, int C>
struct traits_of_batch<matrix<U, R, C>> : batch_shape<U, R, C> {};
template <class U, int R, int C>
struct traits_of_batch<view<U, R, C>> : batch_shape<U, R, C> {};
template <class U, int C>
struct traits_of_batch<rows<U, C>> : batch_shape<U, run_time_rows, C> {};
template <class U, std::size_t N>
    requires std::is_arithmetic_v<U>
struct traits_of_batch<std::array<U, N>> : batch_shape<U, static_cast<int>(N), 1> {
};
template <numbers X>
struct traits_of_batch<X> : batch_shape<element_of<X>, run_time_rows, 1> {};

/// What X is as a batch: valid or not, rows (run_time_rows if only the run time knows), cols, value_type.
template <class X>
using batch_traits = traits_of_batch<std::remove_cvref_t<X>>;

template <class U, int R, int C>
constexpr rows<const std::remove_const_t<U>, C> as_rows(view<U, R, C> x) noexcept {
    return x;
}
template <class U, int R, int C>
constexpr rows<const U, C> as_rows(const matrix<U, R, C>& x) noexcept {
    return x;
}
template <class U, int C>
constexpr rows<const std::remove_const_t<U>, C> as_rows(rows<U, C> x) noexcept {
    return x;
}
template <numbers X>
    requires(!requires(const X& x) { x.cols; })
constexpr rows<const element_of<X>, 1> as_rows(const X& x) {
    if constexpr (batch_traits<X>::rows != run_time_rows)
        return {unchecked, data_of(x), count_of(x)};
    else
        return {data_of(x), count_of(x)};
}

/// Whether the compiler knows how many rows a result has room for, or nobody wants it.
template <class Y>
inline constexpr bool has_static_rows = [] {
    if constexpr (is_discarded<std::remove_cvref_t<Y>>)
        return true;
    else
        return batch_traits<Y>::rows != run_time_rows;
}();

/// Whether a Y&& that is written to is a variable, or nobody wants what would be written.
template <class Y>
inline constexpr bool named_or_none = std::is_lvalue_reference_v<Y> || is_discarded<Y>;

/// Whether the run time counts the rows of one of them: then a call may find a number that is wrong, and
/// throw.
template <class... Batches>
inline constexpr bool counts_at_run_time = (... || !has_static_rows<Batches>);

/// Calls f.operator()<Rows>(first) for tiles that cover `count` rows, a whole number of sequences of
/// Tile.steps rows: as many of `Tile` as fit, then the rest. If the count is static, the rest is one tile;
/// else it is cut into tiles of 8 sequences and of 1, so that the compiler has three sizes to make. The
/// result does not depend on the cut.
template <int Static, extent Tile, class F>
constexpr void for_each_tile(std::ptrdiff_t count, F f) {
    constexpr int tile = Tile;
    std::ptrdiff_t first = 0;
    if constexpr (Static == run_time_rows) {
        constexpr extent eight = Tile.with_sequences(8), one = Tile.with_sequences(1);
        for (; first + tile <= count; first += tile) f.template operator()<Tile>(first);
        if constexpr (Tile.sequences > 8)
            for (; first + eight <= count; first += eight) f.template operator()<eight>(first);
        if constexpr (Tile.sequences > 1)
            for (; first < count; first += one) f.template operator()<one>(first);
    } else {
        static_assert(Static % Tile.steps == 0, "a batch is a whole number of sequences");
        constexpr extent rest = Tile.with_sequences(Static % tile / Tile.steps);
        if constexpr (Static >= tile)
            for (; first + tile <= Static; first += tile) f.template operator()<Tile>(first);
        if constexpr (rest.sequences != 0) f.template operator()<rest>(first);
    }
}

/// B rows, from row `first` on, of what is written, which may be `discard`.
template <int B, class T, int C, class Y>
HANDGRAD_INLINE constexpr auto tile_of(Y& y, [[maybe_unused]] std::ptrdiff_t first) {
    if constexpr (is_discarded<std::remove_const_t<Y>>)
        return discard{};
    else
        return rows<T, C>(y).template tile<B>(first);
}

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
