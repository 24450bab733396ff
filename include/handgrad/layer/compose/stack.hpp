/// The arrays that a layer keeps on the stack.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/extent.hpp>
#include <handgrad/layer/concept.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// Bytes of arrays that functions have on the stack, of which two may be there at a time: compilers put the
/// arrays of functions that they inline into one place of the caller's frame, and one function more may be
/// called from there. Beside these, small ones may each have a place of their own.
struct array_bytes {
    std::size_t largest = 0, second = 0, small = 0;

    constexpr void add(std::size_t bytes) {
        if (bytes > largest) {
            second = largest;
            largest = bytes;
        } else if (bytes > second) {
            second = bytes;
        }
    }
    constexpr void add(const array_bytes& other) {
        add(other.largest);
        add(other.second);
        small += other.small;
    }
    constexpr std::size_t at_a_time() const { return largest + second + small; }
};

/// The arrays of a layer: of forward, of vjp, and of the vjp of a first layer, which is given `discard` for
/// g_in; and the number of layers that it is made of.
struct stack_arrays {
    array_bytes forward, vjp, first_vjp;
    int layers = 1;
};

namespace detail {

template <class L, extent B, class T>
concept says_arrays = requires {
    { L::template arrays<B, T> } -> std::convertible_to<stack_arrays>;
};

template <class L, extent B, class T>
consteval stack_arrays find_arrays() {
    if constexpr (says_arrays<L, B, T>) {
        return L::template arrays<B, T>;
    } else {
        constexpr array_bytes rows{sizeof(T) * static_cast<std::size_t>(L::inputs),
                                   sizeof(T) * static_cast<std::size_t>(L::outputs)};
        return {rows, rows, rows};
    }
}

} // namespace detail

/// Option `template <extent B, class T> stack_arrays arrays`: bytes of the arrays that forward and vjp of B
/// rows have on the stack. A layer that does not say is taken to have a row of its inputs and one of its
/// outputs there, whatever B is.
template <class L, extent B, class T>
inline constexpr stack_arrays arrays_of = detail::find_arrays<detail::as_layer<L>, B, T>();

/// Of layers that run one after the other.
template <extent B, class T, class First, class... Others>
inline constexpr stack_arrays arrays_in_turn = [] {
    stack_arrays all = arrays_of<First, B, T>;
    [[maybe_unused]] const auto add = [&](const stack_arrays& next) {
        all.forward.add(next.forward);
        all.vjp.add(next.vjp);
        all.first_vjp.add(next.vjp);
        all.layers += next.layers;
    };
    (add(arrays_of<Others, B, T>), ...);
    return all;
}();

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
