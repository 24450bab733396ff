/// The arrays that a layer keeps on the stack.
#pragma once

#include <handgrad/layer/concept.hpp>

#include <algorithm>
#include <cstddef>

namespace handgrad::inline HANDGRAD_ISA {

/// Bytes of the arrays that one call has on the stack at a time. A first layer's vjp is given `discard` for
/// g_in.
struct stack_arrays {
    std::size_t forward, vjp, first_vjp;
    int layers = 1; // that it is made of
};

namespace detail {

template <class L, int B, class T>
concept says_arrays = requires {
    { L::template arrays<B, T> } -> std::convertible_to<stack_arrays>;
};

template <class L, int B, class T>
consteval stack_arrays find_arrays() {
    if constexpr (says_arrays<L, B, T>) {
        return L::template arrays<B, T>;
    } else {
        constexpr std::size_t row = sizeof(T) * static_cast<std::size_t>(L::inputs + L::outputs);
        return {row, row, row};
    }
}

} // namespace detail

/// For B rows. A layer may say: template <int B, class T> static constexpr stack_arrays arrays. One that does
/// not is taken to have a row of its inputs and one of its outputs there, whatever B is.
template <class L, int B, class T>
inline constexpr stack_arrays arrays_of = detail::find_arrays<L, B, T>();

/// One layer runs after the other: the largest arrays of each kind.
template <int B, class T, class First, class... Others>
inline constexpr stack_arrays arrays_in_turn = [] {
    stack_arrays all = arrays_of<First, B, T>;
    [[maybe_unused]] const auto add = [&](const stack_arrays& next) {
        all.forward = std::max(all.forward, next.forward);
        all.vjp = std::max(all.vjp, next.vjp);
        all.first_vjp = std::max(all.first_vjp, next.vjp);
        all.layers += next.layers;
    };
    (add(arrays_of<Others, B, T>), ...);
    return all;
}();

} // namespace handgrad::inline HANDGRAD_ISA
