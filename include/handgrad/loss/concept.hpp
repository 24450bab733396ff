/// What a loss is.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/check.hpp>
#include <handgrad/core/discard.hpp>
#include <handgrad/core/overlap.hpp>
#include <handgrad/core/rows.hpp>
#include <handgrad/kernel/running_sum.hpp>
#include <handgrad/loss/by_hand.hpp>
#include <handgrad/loss/reduction.hpp>
#include <handgrad/simd/bits.hpp>
#include <handgrad/simd/infinity.hpp>

#include <concepts>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

template <class L, class T, class Gradient>
concept loss_on =
    requires(const L& l, view<const T, 2, 3> z,
             view<const typename L::template target_type<T>, 2, L::template target_cols<3>> target, T weight,
             Gradient g) {
    { l(running_sum<T>{}, z, target, weight, g) } -> std::same_as<running_sum<T>>;
};

/// For a check: whether g lies where z does, or apart, and apart from the targets.
template <class G, class Z, class Target>
HANDGRAD_INLINE constexpr bool loss_may_write(const G& g, const Z& z, const Target& target) noexcept {
    const auto gradient = numbers_of("", g);
    const auto outputs = numbers_of("", z);
    return (gradient.begin == outputs.begin || !overlap(gradient, outputs)) &&
           !overlap(gradient, numbers_of("", target));
}

/// For a check: whether all targets are finite. (By their bits, whatever -ffast-math lets a compiler suppose;
/// a constant expression that comes to a NaN is none.)
template <class T, int B, int N>
HANDGRAD_INLINE constexpr bool all_finite([[maybe_unused]] view<const T, B, N> target) noexcept {
    if (std::is_constant_evaluated()) return true;
    if constexpr (std::is_floating_point_v<T>) {
        constexpr auto beyond = simd::bit_cast<simd::int_of<T>>(math::infinity<T>);
        for (const T t : target)
            if ((simd::bit_cast<simd::int_of<T>>(t) & beyond) == beyond) return false;
    }
    return true;
}
[[noreturn, gnu::cold, gnu::noinline]] inline void target_not_finite() noexcept {
    refuse("a loss: found a target that is NaN or infinite, expected a finite number");
}
[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_gradient_place() noexcept {
    refuse("a loss: g overlaps another argument, and is not in the place of z");
}

} // namespace detail

/// A loss l compares each row z_r of a batch (B, N) of network outputs with a target. It is a small aggregate
/// that offers
///     template <class T> using target_type    what a target is made of (int labels, or T)
///     template <int N> int target_cols         how many of them a row has
///     running_sum<T> operator()(running_sum<T> start, view<const T, B, N> z,
///                               view<const target_type<T>, B, target_cols<N>> target, T weight, G g) const
/// which returns start + l_0 + l_1 + ... (`start += l_r`, rows in order, so that a batch may be cut anywhere
/// and give the same bits: see kernel/running_sum.hpp, also for what a sum of many rows is off by) and writes
/// g(r, c) = weight * d l_r / d z(r, c) into the view<T, B, N> g, or nowhere if g is `discard`. Of the
/// library's losses g may lie where z does, and else must overlap nothing: a build without NDEBUG stops with
/// a message. Called by hand they also take matrices for any of the three (loss/by_hand.hpp).
///
/// The caller divides: weight = 1 / loss_divisor, and the sum of all rows is divided by loss_divisor. Where
/// that is 0, as for a batch of which no row counts, weight = 0: g is zero, and the mean 0 / 0.
template <class L>
concept loss = detail::loss_on<L, float, view<float, 2, 3>> && detail::loss_on<L, float, discard> &&
    detail::loss_on<L, double, view<double, 2, 3>> && detail::loss_on<L, double, discard>;

namespace detail {

template <class Loss>
concept says_per_sequence = requires {
    requires Loss::per_sequence;
};

} // namespace detail

/// Option `bool per_sequence = true`, of a loss of sequences: it compares one row of each with a target, so
/// that there are as many targets as sequences. z has the rows of all steps.
template <class Loss>
inline constexpr bool is_per_sequence = detail::says_per_sequence<Loss>;

/// What the sum of the losses of all rows of a batch is divided by. It is found once, in all targets, before
/// the batch is cut into pieces:
///     what loss.divisor<T>(targets) says, if the loss offers it (as a mean of weighted targets does)
///     1, if the loss has a member `reduction` that says `sum`
///     else the number of rows
template <class T, class Loss, class Target, int C>
constexpr running_sum<T> loss_divisor(const Loss& loss, rows<const Target, C> targets) noexcept {
    if constexpr (requires { loss.template divisor<T>(targets); })
        return loss.template divisor<T>(targets);
    else if constexpr (requires { loss.reduction == reduction::sum; })
        return loss.reduction == reduction::sum ? 1 : targets.count();
    else
        return targets.count();
}

namespace detail {

/// What the gradients of the rows are multiplied by.
template <class T>
constexpr T weight_of_rows(running_sum<T> divisor) noexcept {
    const T number = divisor;
    return number == T(0) ? T(0) : (simd::scalar_vector<T>(T(1)) / simd::scalar_vector<T>(number)).v;
}

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
