/// The Jacobian of a whole network.
#pragma once

#include <handgrad/network/vjp.hpp>

namespace handgrad::inline HANDGRAD_ISA {

/// J_ij = dy_i / dx_j of the network at one row x, as a matrix<T, outputs, inputs>: one vjp over a batch of
/// `outputs` rows, all of them x, with G = 1. So the workspace is for that many rows (or fewer: then there
/// are tiles); without one it is on this call's stack. x may lie in the workspace.
template <class P, class X, class Workspace>
constexpr auto jacobian(const P& p, const X& x, Workspace& ws) {
    using verdict = detail::derivative_verdict<P, detail::jacobian_verdict_of, P, X>;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = decltype(verdict{});
        return matrix<detail::number<P>, 1, 1>{};
    } else {
        using net = typename P::network_type;
        using T = typename P::value_type;
        constexpr int M = net::inputs, N = net::outputs;
        const auto row = detail::as_rows(x)[0];
        matrix<T, N, M> z(uninitialized), J(uninitialized);
        matrix<T, N, N> identity;
        for (int i = 0; i < N; ++i) {
            for (int j = 0; j < M; ++j) z(i, j) = row(0, j);
            identity(i, i) = 1;
        }
        vjp(p, z, identity, J, discard{}, ws);
        return J;
    }
}
template <class P, class X>
constexpr auto jacobian(const P& p, const X& x) {
    using verdict = detail::derivative_verdict<P, detail::jacobian_verdict_of, P, X>;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = decltype(verdict{});
        return matrix<detail::number<P>, 1, 1>{};
    } else {
        using net = typename P::network_type;
        using needed = workspace<net, net::outputs, typename P::value_type>;
        constexpr std::size_t rows_bytes =
            sizeof(matrix<typename P::value_type, net::outputs, 2 * net::inputs + net::outputs>);
        using verdict_here = typename detail::judge_stack_bytes<sizeof(needed) + rows_bytes>::type;
        if constexpr (!is_well_formed<verdict_here>) {
            using reported [[maybe_unused]] = decltype(verdict_here{});
            return matrix<typename P::value_type, net::outputs, net::inputs>{};
        } else {
            needed ws;
            return jacobian(p, x, ws);
        }
    }
}

} // namespace handgrad::inline HANDGRAD_ISA
