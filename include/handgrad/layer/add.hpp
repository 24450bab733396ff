/// Layers side by side, their outputs added.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/layer/compose/branch_verdict.hpp>
#include <handgrad/layer/compose/side_by_side.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// Y = Y_1 + Y_2 + ..
template <int Outputs>
struct join_by_sum {
    static constexpr int outputs = Outputs;
    template <int I, int B>
    static constexpr bool is_in_place = I == 1;

    template <int I, class T, int B>
    HANDGRAD_INLINE static constexpr view<T, B, outputs> place(view<T, B, outputs> y) {
        return y;
    }
    template <int I, class T, int B>
    HANDGRAD_INLINE static constexpr void put(view<const T, B, outputs> y_i, view<T, B, outputs> y) {
        if constexpr (I == 1)
            take<I>(y_i, y);
        else
            kernel::map<T, B * outputs>([](auto sum, auto next) HANDGRAD_INLINE_LAMBDA { return sum + next; },
                                        y.data(), static_cast<const T*>(y.data()), y_i.data());
    }
    template <int I, class T, int B>
    HANDGRAD_INLINE static constexpr void take(view<const T, B, outputs> g, view<T, B, outputs> g_i) {
        kernel::map<T, B * outputs>([](auto x) HANDGRAD_INLINE_LAMBDA { return x; }, g_i.data(), g.data());
    }
};

template <class Verdict, class First, class...>
struct add_of : ill_formed_layer<Verdict, usable_widths<First>().before, usable_widths<First>().after> {};
template <class First, class... Rest>
struct add_of<well_formed, First, Rest...> : side_by_side<join_by_sum<First::outputs>, First, Rest...> {};

} // namespace detail

/// Y = f_1(Z) + f_2(Z) + .., added in this order        Z: (B, In)   Y: (B, Out)
///
/// The branches are layers of equal shape; skip<N> is the one that hands its input on. The tape keeps the
/// output of a branch only if its backward pass reads it.
template <class First = mistake::not_given, class... Rest>
struct add : detail::add_of<detail::branch_verdict<true, First, Rest...>, First, Rest...> {
    template <class... Others>
    using rebuilt = add<Others...>;
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
