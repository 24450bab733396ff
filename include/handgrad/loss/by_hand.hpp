/// A loss that is called by hand: what it may be given.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/discard.hpp>
#include <handgrad/core/matrix.hpp>
#include <handgrad/core/verdict.hpp>
#include <handgrad/core/view.hpp>
#include <handgrad/core/written.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

// A network calls a loss with views of numbers that are only read, and a view, or `discard`, to be written
// to. From these alone the types of its arguments are found. By hand a matrix, also one without a name, and a
// view that may write go for the first, and a matrix for the second:
//
//     float sum = loss(0.0f, net::forward(p, x), labels, 1.0f, hg::discard{});

namespace detail {

template <class T, int R, int C>
HANDGRAD_INLINE constexpr view<const T, R, C> only_read(view<T, R, C> x) noexcept {
    return x;
}
template <class T, int R, int C>
HANDGRAD_INLINE constexpr view<const T, R, C> only_read(view<const T, R, C> x) noexcept {
    return x;
}
template <class T, int R, int C>
HANDGRAD_INLINE constexpr view<const T, R, C> only_read(const matrix<T, R, C>& x) noexcept {
    return x;
}

template <class X>
inline constexpr bool is_matrix = false;
template <class T, int R, int C>
inline constexpr bool is_matrix<matrix<T, R, C>> = true;
template <class X>
inline constexpr bool is_view_to_read = false;
template <class T, int R, int C>
inline constexpr bool is_view_to_read<view<const T, R, C>> = true;

/// Where a gradient may go: not a copy of a matrix, nor where nothing may be written.
template <class G>
concept gradient_place = !is_matrix<G> && !is_view_to_read<G>;

/// Whether a loss gets its arguments by hand, not all as a network gives them.
template <class Z, class Target, class G>
concept given_by_hand = requires(const Z& z, const Target& target) {
    only_read(z);
    only_read(target);
}
&&!(is_view_to_read<Z> && is_view_to_read<Target> && gradient_place<std::remove_cvref_t<G>>);

/// loss(start, z, target, weight, g), called as a network calls it.
template <class Loss, class Start, class Z, class Target, class T, class G>
constexpr Start call_by_hand(const Loss& loss, Start start, const Z& z, const Target& target, T weight,
                             G&& g) {
    if constexpr (is_discarded<std::remove_cvref_t<G>>) {
        return loss(start, only_read(z), only_read(target), weight, g);
    } else {
        using verdict = written_verdict<G>;
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = report<decltype(verdict{})>;
            return start;
        } else {
            using place = std::remove_cvref_t<G>;
            return loss(start, only_read(z), only_read(target), weight,
                        view<typename place::value_type, place::rows, place::cols>(g));
        }
    }
}

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
