/// A matrix that owns its numbers.
#pragma once

#include <handgrad/core/view.hpp>

#include <concepts>

namespace handgrad {

/// Asks a matrix to leave its storage unset: for buffers that are written before they are read.
struct uninitialized_t {};
inline constexpr uninitialized_t uninitialized{};

/// A row-major R x C matrix of fixed size, 64-byte aligned, stored in place (no heap). Zero by default.
template <class T, int R, int C>
class matrix {
    static_assert(R > 0 && C > 0, "a matrix has at least one row and one column");

public:
    using value_type = T;
    static constexpr int rows = R;
    static constexpr int cols = C;
    static constexpr int size = R * C;

    HANDGRAD_INLINE constexpr matrix() noexcept : data_{} {}
    HANDGRAD_INLINE constexpr explicit matrix(uninitialized_t) noexcept {}

    /// matrix<float, 2, 3> a{{1, 2, 3}, {4, 5, 6}}: R braces of C numbers.
    template <int... Cols>
        requires(sizeof...(Cols) == R && ((Cols == C) && ...))
    HANDGRAD_INLINE constexpr matrix(const T (&... row)[Cols]) noexcept : data_{} {
        T* to = data_;
        ((to = copy_row(row, to)), ...);
    }

    HANDGRAD_INLINE constexpr T* data() noexcept { return data_; }
    HANDGRAD_INLINE constexpr const T* data() const noexcept { return data_; }
    HANDGRAD_INLINE constexpr T* begin() noexcept { return data_; }
    HANDGRAD_INLINE constexpr const T* begin() const noexcept { return data_; }
    HANDGRAD_INLINE constexpr T* end() noexcept { return data_ + size; }
    HANDGRAD_INLINE constexpr const T* end() const noexcept { return data_ + size; }
    HANDGRAD_INLINE constexpr T& operator()(int r, int c) noexcept { return data_[r * C + c]; }
    HANDGRAD_INLINE constexpr const T& operator()(int r, int c) const noexcept { return data_[r * C + c]; }

    HANDGRAD_INLINE constexpr handgrad::view<T, R, C> view() noexcept {
        return handgrad::view<T, R, C>(data_);
    }
    HANDGRAD_INLINE constexpr handgrad::view<const T, R, C> view() const noexcept {
        return handgrad::view<const T, R, C>(data_);
    }
    HANDGRAD_INLINE constexpr operator handgrad::view<T, R, C>() noexcept { return view(); }
    HANDGRAD_INLINE constexpr operator handgrad::view<const T, R, C>() const noexcept { return view(); }

    HANDGRAD_INLINE constexpr handgrad::view<T, 1, C> row(int r) noexcept { return view().row(r); }
    HANDGRAD_INLINE constexpr handgrad::view<const T, 1, C> row(int r) const noexcept {
        return view().row(r);
    }

    /// Equal numbers in every place (so NaN is unequal to itself, and +0 equals -0).
    HANDGRAD_INLINE constexpr bool operator==(const matrix& other) const noexcept {
        for (int i = 0; i < size; ++i)
            if (!(data_[i] == other.data_[i])) return false;
        return true;
    }

private:
    HANDGRAD_INLINE static constexpr T* copy_row(const T* from, T* to) noexcept {
        for (int c = 0; c < C; ++c) to[c] = from[c];
        return to + C;
    }

    alignas(64) T data_[size];
};

/// One row of numbers: row(0.5f, 0.5f) is a matrix<float, 1, 2>.
template <class T, std::same_as<T>... Ts>
HANDGRAD_INLINE constexpr matrix<T, 1, 1 + sizeof...(Ts)> row(T first, Ts... rest) noexcept {
    return matrix<T, 1, 1 + sizeof...(Ts)>({first, rest...});
}

} // namespace handgrad
