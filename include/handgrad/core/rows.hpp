/// A batch whose number of rows only the run time knows.
#pragma once

#include <handgrad/core/matrix.hpp>

#include <cstddef>

namespace handgrad {

/// count() x C numbers, row-major and contiguous, that belong to somebody else: the width is static, the
/// number of rows is not. T may be const.
template <class T, int C>
class rows {
public:
    using value_type = std::remove_const_t<T>;
    static constexpr int cols = C;

    HANDGRAD_INLINE constexpr rows(T* data, std::ptrdiff_t count) noexcept : data_(data), count_(count) {}

    /// A batch of static size is also one of run-time size.
    template <int R>
    HANDGRAD_INLINE constexpr rows(view<T, R, C> batch) noexcept : rows(batch.data(), R) {}
    template <int R>
    requires std::is_const_v<T> HANDGRAD_INLINE constexpr rows(view<value_type, R, C> batch) noexcept
        : rows(batch.data(), R) {}
    template <int R>
    HANDGRAD_INLINE constexpr rows(matrix<value_type, R, C>& batch) noexcept : rows(batch.data(), R) {}
    template <int R>
    requires std::is_const_v<T> HANDGRAD_INLINE constexpr rows(const matrix<value_type, R, C>& batch) noexcept
        : rows(batch.data(), R) {}

    HANDGRAD_INLINE constexpr operator rows<const T, C>() const noexcept requires(!std::is_const_v<T>) {
        return rows<const T, C>(data_, count_);
    }

    HANDGRAD_INLINE constexpr T* data() const noexcept { return data_; }
    HANDGRAD_INLINE constexpr std::ptrdiff_t count() const noexcept { return count_; }
    HANDGRAD_INLINE constexpr view<T, 1, C> operator[](std::ptrdiff_t r) const noexcept { return tile<1>(r); }

    /// B rows from row `first` on; they must exist.
    template <int B>
    HANDGRAD_INLINE constexpr view<T, B, C> tile(std::ptrdiff_t first) const noexcept {
        return view<T, B, C>(data_ + first * C);
    }

    /// `n` rows from row `first` on; they must exist.
    HANDGRAD_INLINE constexpr rows subrows(std::ptrdiff_t first, std::ptrdiff_t n) const noexcept {
        return rows(data_ + first * C, n);
    }

private:
    T* data_;
    std::ptrdiff_t count_;
};

} // namespace handgrad
