/// Layers side by side, their outputs in one row.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/layer/compose/branch_verdict.hpp>
#include <handgrad/layer/compose/side_by_side.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// Y = (Y_1, Y_2, ..), row by row.
template <int... Outputs>
struct join_in_a_row {
    static constexpr int outputs = (Outputs + ...);

    static consteval int width(int i) {
        constexpr int widths[] = {Outputs...};
        return widths[i - 1];
    }
    static consteval int offset(int i) { return i == 1 ? 0 : offset(i - 1) + width(i - 1); }

    template <int I, int B>
    static constexpr bool is_in_place = B == 1;

    template <int I, class T>
    HANDGRAD_INLINE static constexpr auto place(view<T, 1, outputs> y) {
        return view<T, 1, width(I)>(y.data() + offset(I));
    }
    template <int I, class T, int B>
    HANDGRAD_INLINE static constexpr void put(view<const T, B, width(I)> y_i, view<T, B, outputs> y) {
        for (int r = 0; r < B; ++r) copy<width(I)>(y_i.row(r).data(), y.row(r).data() + offset(I));
    }
    template <int I, class T, int B>
    HANDGRAD_INLINE static constexpr void take(view<const T, B, outputs> g, view<T, B, width(I)> g_i) {
        for (int r = 0; r < B; ++r) copy<width(I)>(g.row(r).data() + offset(I), g_i.row(r).data());
    }

private:
    template <int N, class T>
    HANDGRAD_INLINE static constexpr void copy(const T* from, T* to) {
        kernel::map<T, N>([](auto x) HANDGRAD_INLINE_LAMBDA { return x; }, to, from);
    }
};

template <class Verdict, class First, class... Rest>
struct concatenate_of : ill_formed_layer<Verdict, usable_widths<First>().before,
                                         (usable_widths<First>().after + ... + usable_widths<Rest>().after)> {
};
template <class First, class... Rest>
struct concatenate_of<well_formed, First, Rest...>
    : side_by_side<join_in_a_row<First::outputs, Rest::outputs...>, First, Rest...> {};

} // namespace detail

/// Y = (f_1(Z), f_2(Z), ..), one beside the other in each row        Z: (B, In)   Y: (B, Out_1 + Out_2 + ..)
///
/// The branches are layers that expect the same input; skip<N> is the one that hands it on. The tape keeps
/// the output of a branch only if its backward pass reads it.
template <class First = mistake::not_given, class... Rest>
struct concatenate : detail::concatenate_of<detail::branch_verdict<false, First, Rest...>, First, Rest...> {
    template <class... Others>
    using rebuilt = concatenate<Others...>;
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
