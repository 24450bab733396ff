/// The Jacobian of a whole network.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/core/other_call.hpp>
#include <handgrad/network/derivative/derivative_verdict.hpp>
#include <handgrad/network/network.hpp>

#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// For each row one output, by its number: l is their sum, dl/dy is 1 there. Nobody asks for its value.
struct chosen_outputs {
    static constexpr handgrad::reduction reduction = handgrad::reduction::sum;
    template <class T>
    using target_type = int;
    template <int N>
    static constexpr int target_cols = 1;

    template <class Sum, class T, int B, int N, class G>
    constexpr Sum operator()(Sum start, view<const T, B, N>, view<const int, B, 1> chosen, T, G g) const {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < N; ++c) g(r, c) = c == chosen(r, 0);
        return start;
    }
};

/// Rows that are found at once: of at most `most`, as many as there is room for on the stack, in half of
/// which their inputs, all of them x, may be. One at least: of x itself, if no copy fits.
template <class Network, class T>
inline constexpr std::size_t copies_that_fit = HANDGRAD_STACK_BUDGET / 2 /
                                               (sizeof(T) * std::size_t{Network::inputs});
template <class Network, class T>
inline constexpr bool fits_as_copy = copies_that_fit<Network, T> > 0;
template <class Network, class T>
constexpr int jacobian_tile(int most) {
    const auto fit = static_cast<int>(copies_that_fit<Network, T>);
    return limited(fit, 1, smaller<int>(most, Network::outputs));
}

} // namespace detail

/// J_ij = dy_i / dx_j of the network at one row x, as a matrix<T, outputs, inputs>: the backward pass of a
/// batch of `outputs` rows, all of them x, with G = 1. So the workspace is for that many rows (or fewer: then
/// there are tiles); without one it is on this call's stack. With one, J may be yours, jacobian(p, x, ws, J),
/// a matrix or a view. Fails, before anything is changed, if J or the workspace overlaps another argument;
/// but x may lie in the workspace, unless it is too long to be copied.
template <class P, class X, class Workspace, class J = discard>
constexpr auto jacobian(const P& p, const X& x, Workspace& ws, J&& to = {}) {
    using verdict = detail::derivative_verdict<P, detail::jacobian_verdict_of, P, X>;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        if constexpr (is_discarded<std::remove_cvref_t<J>>) return matrix<detail::number<P>, 1, 1>{};
    } else if constexpr (is_discarded<std::remove_cvref_t<J>>) {
        using net = typename P::network_type;
        using result_type = matrix<typename P::value_type, net::outputs, net::inputs>;
        using verdict_here = typename detail::first_mistake<
            std::type_identity<detail::jacobian_workspace_verdict<net, P, Workspace>>,
            std::type_identity<detail::result_verdict<sizeof(result_type)>>>::type;
        if constexpr (!is_well_formed<verdict_here>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict_here{})>;
            return result_type{};
        } else {
            return detail::written<result_type>([&](auto& J_here) { jacobian(p, x, ws, J_here); });
        }
    } else {
        using net = typename P::network_type;
        using T = typename P::value_type;
        constexpr int M = net::inputs, N = net::outputs;
        using verdict_here = typename detail::first_mistake<
            std::type_identity<detail::jacobian_workspace_verdict<net, P, Workspace>>,
            decltype(detail::judge_jacobian<J, net, T>())>::type;
        if constexpr (!is_well_formed<verdict_here>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict_here{})>;
        } else {
            constexpr bool copied = detail::fits_as_copy<net, T>;
            const auto block = detail::numbers_of("the parameters", p);
            const auto input = detail::numbers_of("the row", x);
            const auto work = detail::object_of("the workspace", ws);
            detail::require_apart<true>("jacobian", work, block);
            if constexpr (!copied) detail::require_apart<true>("jacobian", work, input);
            detail::require_apart<true>("jacobian", detail::numbers_of("the jacobian", to), work, block,
                                        input);
            constexpr int tile = detail::jacobian_tile<net, T>(Workspace::batch);
            const auto row = detail::as_rows(x)[0];
            const rows<T, M> J_rows(to);
            matrix<T, tile, copied ? M : 1> copies(uninitialized);
            if constexpr (copied)
                for (int i = 0; i < tile; ++i) detail::copy(row, copies.row(i));
            detail::for_each_tile<N, tile>(N, [&]<extent B>(std::ptrdiff_t first) {
                const view<const T, B, M> z(copied ? copies.data() : row.data());
                matrix<int, B, 1> chosen(uninitialized);
                for (int i = 0; i < B; ++i) chosen(i, 0) = static_cast<int>(first) + i;
                discard nothing;
                net::value_and_gradient(detail::chosen_outputs{}, p, z, chosen, nothing, ws,
                                        J_rows.template tile<B>(first));
            });
        }
    }
}
template <class P, class X>
constexpr auto jacobian(const P& p, const X& x) {
    using verdict = detail::derivative_verdict<P, detail::jacobian_verdict_of, P, X>;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        return matrix<detail::number<P>, 1, 1>{};
    } else {
        using net = typename P::network_type;
        using T = typename P::value_type;
        using needed = workspace<net, net::outputs, T>;
        constexpr int tile = detail::jacobian_tile<net, T>(net::outputs);
        using verdict_here = detail::result_verdict<sizeof(matrix<T, net::outputs, net::inputs>),
                                                    sizeof(needed) + sizeof(matrix<T, tile, net::inputs>)>;
        if constexpr (!is_well_formed<verdict_here>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict_here{})>;
            return matrix<T, net::outputs, net::inputs>{};
        } else {
            needed ws;
            return jacobian(p, x, ws);
        }
    }
}

// clang-format off
template <class...>
mistake::no_result
    jacobian(mistake::call<"jacobian(p, x), or jacobian(p, x, ws, J) with variables ws and J"> = {},
             mistake::any = {}, mistake::any = {}, mistake::any = {}, mistake::any = {},
             mistake::any = {}) = delete;
// clang-format on

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
