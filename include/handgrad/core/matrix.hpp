/// A matrix that owns its numbers.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/view.hpp>

#include <concepts>

namespace handgrad {

/// Asks a matrix to leave its storage unset: for buffers that are written before they are read.
struct uninitialized_t {};
/// matrix<float, 8, 8> m(uninitialized)
inline constexpr uninitialized_t uninitialized{};

/// A row-major R x C matrix of fixed size, 64-byte aligned, stored in place (no heap). Zero by default.
template <class T, int R, int C>
class matrix {
    static_assert(R > 0 && C > 0, "a matrix has at least one row and one column");
    static_assert(1LL * R * C <= detail::largest_count, "a matrix has at most 2147483647 numbers");

public:
    using value_type = T;
    static constexpr int rows = R;
    static constexpr int cols = C;
    static constexpr int size = detail::counted(1LL * R * C);

    HANDGRAD_INLINE constexpr matrix() noexcept : matrix(detail::placed::at("a matrix", this)) {}
    HANDGRAD_INLINE constexpr explicit matrix(uninitialized_t) noexcept {
        detail::placed::at("a matrix", this);
    }

    /// matrix<float, 2, 3> a{{1, 2, 3}, {4, 5, 6}}: R braces of C numbers.
    template <int... Cols>
        requires(sizeof...(Cols) > 0)
    HANDGRAD_INLINE constexpr matrix(const T (&... row)[Cols]) noexcept : data_{} {
        constexpr int rows_given = sizeof...(Cols);
        static_assert(rows_given == R,
                      "a matrix must be given as many rows, each in its braces, as it has rows");
        static_assert(rows_given != R || ((Cols == C) && ...),
                      "every row of a matrix must be given as many numbers as the matrix has columns");
        if constexpr (rows_given == R && ((Cols == C) && ...)) {
            T* to = data_;
            ((to = copy_row(row, to)), ...);
        }
    }

    /// Anything else that numbers could be given for is a mistake, which deserves its own sentence.
    template <std::convertible_to<T>... Numbers>
        requires(sizeof...(Numbers) > 0)
    explicit(sizeof...(Numbers) == 1) constexpr matrix(const Numbers&...) noexcept : data_{} {
        static_assert(sizeof...(Numbers) == 0,
                      "a matrix is given row by row, each in its braces: {{1, 2, 3}, {4, 5, 6}}");
    }

    // The compiler prints these lines, and with them the sentence.
    template <class U, int Rows, int Cols>
        requires(!std::is_same_v<matrix<U, Rows, Cols>, matrix>)
    constexpr matrix(const matrix<U, Rows, Cols>&) = delete; // a matrix of another shape or number type

    template <class From>
        requires(!std::is_convertible_v<const From&, matrix>)
    constexpr void operator=(const From&) = delete; // not such a matrix: copy(from, to) copies numbers

    HANDGRAD_INLINE constexpr T* data() noexcept HANDGRAD_OF_THIS { return data_; }
    HANDGRAD_INLINE constexpr const T* data() const noexcept HANDGRAD_OF_THIS { return data_; }
    HANDGRAD_INLINE constexpr T* begin() noexcept HANDGRAD_OF_THIS { return data_; }
    HANDGRAD_INLINE constexpr const T* begin() const noexcept HANDGRAD_OF_THIS { return data_; }
    HANDGRAD_INLINE constexpr T* end() noexcept HANDGRAD_OF_THIS { return data_ + size; }
    HANDGRAD_INLINE constexpr const T* end() const noexcept HANDGRAD_OF_THIS { return data_ + size; }
    /// Row r, column c, from 0 on, which must exist; of a temporary the number itself.
    HANDGRAD_INLINE constexpr T& operator()(int r, int c HANDGRAD_CALLER) & noexcept {
        return HANDGRAD_EXPECT(has(r, c), detail::index_out_of_range("matrix", r, c, R, C, from)),
               data_[r * C + c];
    }
    HANDGRAD_INLINE constexpr const T& operator()(int r, int c HANDGRAD_CALLER) const& noexcept {
        return HANDGRAD_EXPECT(has(r, c), detail::index_out_of_range("matrix", r, c, R, C, from)),
               data_[r * C + c];
    }
    HANDGRAD_INLINE constexpr T operator()(int r, int c HANDGRAD_CALLER) const&& noexcept {
        return HANDGRAD_EXPECT(has(r, c), detail::index_out_of_range("matrix", r, c, R, C, from)),
               data_[r * C + c];
    }

    /// All of it, and one row, without a copy.
    HANDGRAD_INLINE constexpr handgrad::view<T, R, C> view() & noexcept {
        return handgrad::view<T, R, C>(data_);
    }
    HANDGRAD_INLINE constexpr handgrad::view<const T, R, C> view() const& noexcept {
        return handgrad::view<const T, R, C>(data_);
    }
    HANDGRAD_INLINE constexpr operator handgrad::view<T, R, C>() & noexcept { return view(); }
    HANDGRAD_INLINE constexpr operator handgrad::view<const T, R, C>() const& noexcept { return view(); }
    HANDGRAD_INLINE constexpr handgrad::view<T, 1, C> row(int r HANDGRAD_CALLER) & noexcept {
        return view().row(r HANDGRAD_SAME_CALLER);
    }
    HANDGRAD_INLINE constexpr handgrad::view<const T, 1, C> row(int r HANDGRAD_CALLER) const& noexcept {
        return view().row(r HANDGRAD_SAME_CALLER);
    }

    // The compiler prints these lines, and with them the sentence.
    void view() const&& = delete; // a view of a temporary matrix would dangle: name the matrix first

    handgrad::view<const T, 1, C> row(int) const&& = delete; // a view of a temporary matrix: name it first

    operator handgrad::view<const T, R, C>() const&& = delete; // a view of a temporary matrix: name it first

    /// Equal numbers in every place (so NaN is unequal to itself, and +0 equals -0).
    HANDGRAD_INLINE constexpr bool operator==(const matrix& other) const noexcept {
        for (int i = 0; i < size; ++i)
            if (!(data_[i] == other.data_[i])) return false;
        return true;
    }
    template <class U, int Rows, int Cols>
    constexpr bool operator==(const matrix<U, Rows, Cols>&) const = delete; // not of one type and shape
    template <class U, int Rows, int Cols>
    constexpr bool operator!=(const matrix<U, Rows, Cols>&) const = delete; // not of one type and shape

private:
    HANDGRAD_INLINE constexpr explicit matrix(detail::placed) noexcept : data_{} {}

    HANDGRAD_INLINE static constexpr bool has(int r, int c) noexcept {
        return 0 <= r && r < R && 0 <= c && c < C;
    }

    HANDGRAD_INLINE static constexpr T* copy_row(const T* from, T* to) noexcept {
        for (int c = 0; c < C; ++c) to[c] = from[c];
        return to + C;
    }

    alignas(64) T data_[R > 0 && C > 0 ? size : 1];
};

/// One row of numbers: row(0.5f, 0.5f) is a matrix<float, 1, 2>.
template <class T, class... Ts>
HANDGRAD_INLINE constexpr matrix<T, 1, 1 + sizeof...(Ts)> row(T first, Ts... rest) noexcept {
    constexpr bool one_type = (std::is_same_v<T, Ts> && ...);
    static_assert(one_type, "the numbers of a row must have one type: row(0.5f, 1.0f)");
    if constexpr (one_type)
        return matrix<T, 1, 1 + sizeof...(Ts)>({first, rest...});
    else
        return {};
}

} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
