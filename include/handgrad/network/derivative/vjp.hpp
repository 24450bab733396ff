/// The vector-Jacobian product of a whole network.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/other_call.hpp>
#include <handgrad/network/derivative/derivative_verdict.hpp>
#include <handgrad/network/network.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// l = sum(g o y), for which dl/dy is the g it is given. Nobody asks for its value.
struct linear_loss {
    static constexpr handgrad::reduction reduction = handgrad::reduction::sum;
    template <class T>
    using target_type = T;
    template <int N>
    static constexpr int target_cols = N;

    template <class T, int B, int N, class G>
    constexpr running_sum<T> operator()(running_sum<T> start, view<const T, B, N>, view<const T, B, N> given,
                                        T, G g) const {
        for (int i = 0; i < B * N; ++i) g.data()[i] = given.data()[i];
        return start;
    }
};

} // namespace detail

/// From G_{L+1} = dl/dy of any function l of the outputs y of the rows of x, written
///     dx = dl/dx = G_1        dp = dl/dp
/// where either may be `discard{}`. The forward pass, to which the backward pass belongs, is part of it; as
/// in training, so that dropout draws from ws.random() and batch_norm takes the statistics of the batch.
/// Bits, tiles and mistakes are those of value_and_gradient, which is this function for the g of a loss: its
/// sentences call g the targets, dp the gradient and dx the input gradient; dx must not lie where g does.
template <class P, class X, class G, class DX, class DP, class Workspace>
constexpr void vjp(const P& p, const X& x, const G& g, DX&& dx, DP&& dp, Workspace& ws) {
    using verdict = detail::derivative_verdict<P, detail::vjp_verdict_of, P, X, G, DX, DP, Workspace>;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
    } else {
        using net = typename P::network_type;
        net::value_and_gradient(detail::linear_loss{}, p, x, g, dp, ws, dx);
    }
}

/// The same with a workspace on this call's stack.
template <class P, class X, class G, class DX, class DP>
constexpr void vjp(const P& p, const X& x, const G& g, DX&& dx, DP&& dp) {
    using verdict = detail::derivative_verdict<P, detail::vjp_verdict_of, P, X, G, DX, DP>;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
    } else {
        using net = typename P::network_type;
        using needed = workspace<net, detail::extent_of_batch<X>, typename P::value_type>;
        using verdict_here = typename detail::first_mistake<
            detail::judge_derivable_rows<X>,
            decltype(detail::judge_sequences<net, typename P::value_type, X>()),
            detail::judge_stack_bytes<sizeof(needed)>>::type;
        if constexpr (!is_well_formed<verdict_here>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict_here{})>;
        } else {
            needed ws;
            vjp(p, x, g, dx, dp, ws);
        }
    }
}

// clang-format off
template <class...>
mistake::no_result
    vjp(mistake::call<"vjp(p, x, g, dx, dp, ws): g is dl/dy; dx and dp are written, or discard{}"> = {},
        mistake::any = {}, mistake::any = {}, mistake::any = {}, mistake::any = {}, mistake::any = {},
        mistake::any = {}, mistake::any = {}) = delete;
// clang-format on

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
