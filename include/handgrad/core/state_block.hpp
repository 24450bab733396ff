/// What an optimizer keeps from step to step.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/check.hpp>
#include <handgrad/core/config.hpp>
#include <handgrad/core/setting.hpp>

#include <cstdint>

namespace handgrad {

/// A flat block of Size numbers, 64-byte aligned, zero at first, and the number of steps taken with it, of
/// which a schedule can be a function: step.rate = schedule(state.steps()). It is a value: copy it to return
/// to it; to go on in another process, write data() .. data() + size and steps() to a file. Its type consists
/// of numbers alone, one of which says whose state it is, 0 that nobody knows; so it may go from one
/// translation unit to another, built with other options. optimizer_state<Rule, N> is its name.
template <class T, int Size, std::uint64_t Rule = 0>
class state_block {
public:
    using value_type = T;
    static constexpr int size = Size;
    static constexpr std::uint64_t rule = Rule;

    HANDGRAD_INLINE constexpr state_block() noexcept
        : state_block(detail::placed::at("an optimizer's state", this)) {}

    HANDGRAD_INLINE constexpr T* data() noexcept HANDGRAD_OF_THIS { return data_; }
    HANDGRAD_INLINE constexpr const T* data() const noexcept HANDGRAD_OF_THIS { return data_; }
    HANDGRAD_INLINE constexpr T* begin() noexcept HANDGRAD_OF_THIS { return data_; }
    HANDGRAD_INLINE constexpr const T* begin() const noexcept HANDGRAD_OF_THIS { return data_; }
    HANDGRAD_INLINE constexpr T* end() noexcept HANDGRAD_OF_THIS { return data_ + size; }
    HANDGRAD_INLINE constexpr const T* end() const noexcept HANDGRAD_OF_THIS { return data_ + size; }

    HANDGRAD_INLINE constexpr std::int64_t steps() const noexcept { return steps_; }
    /// 0 or more.
    HANDGRAD_INLINE constexpr void
    set_steps(setting<"optimizer_state: steps", range::from_0_on, std::int64_t> steps) noexcept {
        steps_ = steps;
    }
    /// One step more: an optimizer says so by itself.
    HANDGRAD_INLINE constexpr void count_step() noexcept { ++steps_; }

private:
    HANDGRAD_INLINE constexpr explicit state_block(detail::placed) noexcept : data_{} {}

    alignas(64) T data_[size > 0 ? size : 1];
    std::int64_t steps_ = 0;
};

} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
