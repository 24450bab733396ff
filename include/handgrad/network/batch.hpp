/// What may be passed as a batch, or as its targets.
#pragma once

#include <handgrad/core/discard.hpp>
#include <handgrad/core/rows.hpp>

#include <array>
#include <cstddef>
#include <ranges>
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
concept numbers = std::ranges::contiguous_range<X> && std::ranges::sized_range<X> &&
    std::is_arithmetic_v<std::ranges::range_value_t<X>>;

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
struct traits_of_batch<X> : batch_shape<std::ranges::range_value_t<X>, run_time_rows, 1> {};

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
constexpr rows<const std::ranges::range_value_t<X>, 1> as_rows(const X& x) {
    const auto count = static_cast<std::ptrdiff_t>(std::ranges::size(x));
    if constexpr (batch_traits<X>::rows != run_time_rows)
        return {unchecked, std::ranges::data(x), count};
    else
        return {std::ranges::data(x), count};
}

/// Whether the compiler knows how many rows a result has room for, or nobody wants it.
template <class Y>
inline constexpr bool has_static_rows = [] {
    if constexpr (is_discarded<std::remove_cvref_t<Y>>)
        return true;
    else
        return batch_traits<Y>::rows != run_time_rows;
}();

/// Whether the run time counts the rows of one of them: then a call may find a number that is wrong, and
/// throw.
template <class... Batches>
inline constexpr bool counts_at_run_time = (... || !has_static_rows<Batches>);

/// Calls f.operator()<Rows>(first) for tiles that cover `count` rows: as many of `Tile` rows as fit, then the
/// rest. If the count is static, the rest is one tile; else it is cut into tiles of 8 and of 1, so that the
/// compiler has three sizes to make. The result does not depend on the cut.
template <int Static, int Tile, class F>
constexpr void for_each_tile(std::ptrdiff_t count, F f) {
    std::ptrdiff_t first = 0;
    if constexpr (Static == run_time_rows) {
        for (; first + Tile <= count; first += Tile) f.template operator()<Tile>(first);
        if constexpr (Tile > 8)
            for (; first + 8 <= count; first += 8) f.template operator()<8>(first);
        if constexpr (Tile > 1)
            for (; first < count; ++first) f.template operator()<1>(first);
    } else {
        if constexpr (Static >= Tile)
            for (; first + Tile <= Static; first += Tile) f.template operator()<Tile>(first);
        if constexpr (Static % Tile != 0) f.template operator()<Static % Tile>(first);
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

/// Calls infer(x_tile, y_tile) for tiles of at most Tile rows that cover the batch; y has as many rows.
template <int Tile, class T, int In, int Out, class F>
HANDGRAD_INLINE constexpr void predict_in_tiles(rows<const T, In> x, rows<T, Out> y, F infer) {
    for_each_tile<run_time_rows, Tile>(x.count(), [&]<int B>(std::ptrdiff_t first) {
        infer(x.template tile<B>(first), y.template tile<B>(first));
    });
}

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad
