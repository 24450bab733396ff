/// What a schedule is, and what schedules are made of.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/math/math.hpp>

#include <concepts>
#include <cstdint>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// A schedule gives the rate of step k = 0, 1, 2, ..: a small aggregate of numbers that can be called,
///     double operator()(std::int64_t k) const
/// It keeps no state, so that any step can be asked for in any order and training can go on from a file; it
/// gives the same bits everywhere. Rates reach an optimizer by assignment:
///
///     step.rate = schedule(k);            or      step.rate = schedule(state.steps());
///
/// k counts steps: a schedule in epochs is called with the epoch, or with k / steps_per_epoch. The numbers of
/// the library's schedules are settings (core/setting.hpp), each in its range or refused.
template <class S>
concept schedule = std::is_trivially_copyable_v<S> && requires(const S& s, std::int64_t k) {
    { s(k) } -> std::convertible_to<double>;
};

namespace detail {

using rate_number = simd::vector<double, 1>;

/// From `first` at x = 0 to `last` at x = 1, both exactly.
constexpr double line(double first, double last, double x) noexcept {
    using V = rate_number;
    return fma(V(first), V(1) - V(x), V(last) * V(x)).v;
}

/// The same along half a wave of the cosine: flat at both ends.
constexpr double half_wave(double first, double last, double x) noexcept {
    using V = rate_number;
    const V cosine = math::cos(V(0x1.921fb54442d18p1) * V(x)); // pi
    return line(first, last, (fma(V(-0.5), cosine, V(0.5))).v);
}

constexpr double ratio(double a, double b) noexcept { return (rate_number(a) / rate_number(b)).v; }

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
