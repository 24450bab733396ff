/// A batch whose number of rows only the run time knows.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/check.hpp>
#include <handgrad/core/fail.hpp>
#include <handgrad/core/matrix.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

[[noreturn, gnu::cold, gnu::noinline]] inline void fail_rows(std::ptrdiff_t count) {
    if (count < 0)
        fail("rows: the count is ", count, ", expected 0 or more");
    else
        fail("rows: the pointer to ", count, " rows is null, expected their numbers");
}
[[noreturn, gnu::cold, gnu::noinline]] inline void fail_subrows(std::ptrdiff_t first, std::ptrdiff_t n,
                                                                std::ptrdiff_t count) {
    fail("rows: found ", n, " rows from row ", first, " on, expected some of the ", count, " that there are");
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

namespace handgrad {

namespace detail {

/// Says that there are as many rows as the caller says, who must know.
struct unchecked_t {};
inline constexpr unchecked_t unchecked{};

} // namespace detail

/// count() x C numbers, row-major and contiguous, that belong to somebody else: the width is static, the
/// number of rows is not. T may be const.
template <class T, int C>
class rows {
public:
    using value_type = std::remove_const_t<T>;
    static constexpr int cols = C;

    /// Fails if the count is negative, or if there are rows where there is no memory.
    HANDGRAD_INLINE constexpr rows(T* data, std::ptrdiff_t count) : rows(detail::unchecked, data, count) {
        if (count < 0 || (count > 0 && data == nullptr)) detail::fail_rows(count);
    }
    HANDGRAD_INLINE constexpr rows(detail::unchecked_t, T* data, std::ptrdiff_t count) noexcept
        : data_(data), count_(count) {}

    /// A batch of static size is also one of run-time size.
    template <int R>
    HANDGRAD_INLINE constexpr rows(view<T, R, C> of) noexcept : rows(detail::unchecked, of.data(), R) {}
    template <int R>
    requires std::is_const_v<T> HANDGRAD_INLINE constexpr rows(view<value_type, R, C> of) noexcept
        : rows(detail::unchecked, of.data(), R) {}
    template <int R>
    HANDGRAD_INLINE constexpr rows(matrix<value_type, R, C>& of) noexcept
        : rows(detail::unchecked, of.data(), R) {}
    template <int R>
    requires std::is_const_v<T> HANDGRAD_INLINE constexpr rows(const matrix<value_type, R, C>& of) noexcept
        : rows(detail::unchecked, of.data(), R) {}

    template <int R>
    rows(const matrix<value_type, R, C>&&) = delete; // rows of a temporary matrix would dangle: name it
    constexpr rows(const rows&) noexcept = default;

    // As a view, which says why. The compiler prints these lines, and with them the sentence.
    constexpr rows& operator=(const rows&) = delete; // rows are not assigned: copy(from, to) copies numbers
    template <class From>
    constexpr rows& operator=(const From&) = delete; // rows are not assigned: copy(from, to) copies numbers

    HANDGRAD_INLINE constexpr operator rows<const T, C>() const noexcept requires(!std::is_const_v<T>) {
        return rows<const T, C>(detail::unchecked, data_, count_);
    }

    HANDGRAD_INLINE constexpr T* data() const noexcept { return data_; }
    HANDGRAD_INLINE constexpr std::ptrdiff_t count() const noexcept { return count_; }
    /// Row r, which must exist.
    HANDGRAD_INLINE constexpr view<T, 1, C> operator[](std::ptrdiff_t r) const noexcept { return tile<1>(r); }

    /// B rows from row `first` on; they must exist.
    template <int B>
    HANDGRAD_INLINE constexpr view<T, B, C> tile(std::ptrdiff_t first) const noexcept {
        return HANDGRAD_EXPECT(0 <= first && first <= count_ - B,
                               detail::rows_out_of_range(first, B, count_)),
               view<T, B, C>(data_ + first * C);
    }

    /// `n` rows from row `first` on. Fails if there are none such.
    HANDGRAD_INLINE constexpr rows subrows(std::ptrdiff_t first, std::ptrdiff_t n) const {
        if (first < 0 || n < 0 || first > count_ - n) detail::fail_subrows(first, n, count_);
        return rows(detail::unchecked, data_ + first * C, n);
    }

private:
    T* data_;
    std::ptrdiff_t count_;
};

} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
