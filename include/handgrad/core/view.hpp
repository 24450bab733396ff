/// A pointer with a static shape.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/check.hpp>
#include <handgrad/core/config.hpp>
#include <handgrad/core/count.hpp>

#include <type_traits>

namespace handgrad {

/// A row-major, contiguous R x C matrix that belongs to somebody else. T may be const. Cheap to pass on; the
/// pointer needs no alignment beyond T's. The shape is part of the type, so a wrong one does not compile.
/// There is no assignment, which some would expect to copy numbers, some to make the view one of others:
/// copy(from, to) does the first (core/copy.hpp), a new view the second.
template <class T, int R, int C>
class view {
    static_assert(1LL * R * C <= detail::largest_count, "a view has at most 2147483647 numbers");

public:
    using value_type = std::remove_const_t<T>;
    static constexpr int rows = R;
    static constexpr int cols = C;
    static constexpr int size = detail::counted(1LL * R * C);

    HANDGRAD_INLINE constexpr explicit view(T* data) noexcept : data_(data) {}
    constexpr view(const view&) noexcept = default;

    // The compiler prints these lines, and with them the sentence.
    constexpr view& operator=(const view&) = delete; // a view is not assigned: copy(from, to) copies numbers
    template <class From>
    constexpr view& operator=(const From&) = delete; // a view is not assigned: copy(from, to) copies numbers

    /// A view that may write is also a view that only reads.
    HANDGRAD_INLINE constexpr operator view<const T, R, C>() const noexcept requires(!std::is_const_v<T>) {
        return view<const T, R, C>(data_);
    }

    HANDGRAD_INLINE constexpr T* data() const noexcept { return data_; }
    HANDGRAD_INLINE constexpr T* begin() const noexcept { return data_; }
    HANDGRAD_INLINE constexpr T* end() const noexcept { return data_ + size; }
    /// Row r, column c, from 0 on, which must exist.
    HANDGRAD_INLINE constexpr T& operator()(int r, int c HANDGRAD_CALLER) const noexcept {
        return HANDGRAD_EXPECT(0 <= r && r < R && 0 <= c && c < C,
                               detail::index_out_of_range("view", r, c, R, C, from)),
               data_[r * C + c];
    }

    HANDGRAD_INLINE constexpr view<T, 1, C> row(int r HANDGRAD_CALLER) const noexcept {
        return HANDGRAD_EXPECT(0 <= r && r < R, detail::row_out_of_range("view", r, R, from)),
               view<T, 1, C>(data_ + r * C);
    }

private:
    T* data_;
};

} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
