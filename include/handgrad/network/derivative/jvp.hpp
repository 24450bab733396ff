/// The Jacobian-vector product of a whole network.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/other_call.hpp>
#include <handgrad/network/derivative/derivative_verdict.hpp>
#include <handgrad/network/network.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// Outputs y, and their derivative in a direction.
template <class T, extent B, int N>
struct outputs_and_tangents {
    matrix<T, B, N> y{uninitialized}, dy{uninitialized};
};

namespace detail {

/// What jvp has on the stack if it is given no workspace.
template <class Network, extent B, class T>
struct jvp_buffers {
    dual_point<Network, B, T> point_;
    inference_buffers<Network, B, dual<T>> hidden_;
    fresh_memory<Network, B.sequences, dual<T>> beginning_;
    matrix<dual<T>, rows_after<Network>(B), Network::outputs> y_{uninitialized};

    constexpr auto& point() noexcept { return point_; }
    constexpr auto& hidden() noexcept { return hidden_; }
    constexpr auto& beginning() noexcept { return beginning_; }
    constexpr auto y() noexcept { return y_.view(); }
};
template <class Network, extent B, extent Rows, class T>
struct jvp_buffers_in {
    dual_workspace<Network, B, T>& ws;

    constexpr auto& point() noexcept { return ws.point(); }
    constexpr auto& hidden() noexcept { return ws.passes(); }
    constexpr auto& beginning() noexcept { return ws.passes(); }
    constexpr auto y() noexcept { return ws.passes().template activation<Network::depth + 1, Rows>(); }
};

template <class D>
constexpr auto tangent_data(const D& d) noexcept {
    if constexpr (std::is_same_v<D, zero_tangent>)
        return d;
    else
        return d.data();
}

/// The numbers of a tangent, if it has some.
template <class D>
constexpr auto tangent_of(const char* name, const D& d) noexcept {
    if constexpr (std::is_same_v<D, zero_tangent>)
        return argument<discard>{};
    else
        return numbers_of(name, d);
}

/// All but y and dy is read before they are written.
template <class Network, extent B, class T, class P, class DP, class X, class DX, class Buffers>
constexpr void jvp_in(const P& p, const DP& dp, const X& x, const DX& dx, Buffers&& buffers, T* y,
                      T* dy) noexcept {
    auto& point = buffers.point();
    point.template set<B>(p.data(), tangent_data(dp), as_rows(x).data(), tangent_data(dx));
    const auto both = buffers.y();
    infer<Network, B, dual<T>>(view<const dual<T>, 1, Network::parameter_count>(point.p().data()),
                               point.template x<B>(), buffers.hidden(), both,
                               memory_of_batch<Network, B.sequences>(x, buffers.beginning(), 0));
    for (int i = 0; i < both.size; ++i) {
        y[i] = both.data()[i].value;
        dy[i] = both.data()[i].tangent;
    }
}

} // namespace detail

/// The outputs y = f(x, p), with the bits of forward, and dy = (df/dp) dp + (df/dx) dx, from one forward pass
/// of dual numbers:
///
///     const auto [y, dy] = hg::jvp(p, dp, x, dx);
///
/// Either tangent may be zero_tangent{}, and dx be left away. Buffers are on this call's stack, or in a
/// dual_workspace<net, B, T> for at least as many rows; then y and dy may be yours, jvp(p, dp, x, dx, ws, y,
/// dy), matrices or views of as many rows: two places, but either may be that of an argument before. It is
/// the pass of forward: dropout drops nothing, batch_norm takes its running statistics; parameters that are
/// not learned move as others do. (B. Pearlmutter's operator R, "Fast exact multiplication by the Hessian",
/// 1994.) The arguments that are only read may overlap, but not the workspace, nor y and dy: that is refused.
template <class P, class DP, class X, class DX, class Workspace, class Y = discard, class DY = discard>
constexpr auto jvp(const P& p, const DP& dp, const X& x, const DX& dx, Workspace& ws, Y&& y = {},
                   DY&& dy = {}) noexcept {
    constexpr bool returns = is_discarded<std::remove_cvref_t<Y>> && is_discarded<std::remove_cvref_t<DY>>;
    using verdict = detail::derivative_verdict<P, detail::jvp_verdict_of, P, DP, X, DX, Workspace>;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        if constexpr (returns) return outputs_and_tangents<detail::number<P>, 1, 1>{};
    } else if constexpr (returns) {
        using net = typename P::network_type;
        using T = typename P::value_type;
        constexpr extent B = detail::batch_in<X, Workspace>;
        using verdict_of_ws = detail::dual_workspace_verdict<net, P, X, Workspace>;
        using result_type = outputs_and_tangents<T, rows_after<net>(B), net::outputs>;
        using verdict_here = typename detail::first_mistake<
            std::type_identity<verdict_of_ws>,
            std::type_identity<detail::result_verdict<sizeof(result_type)>>>::type;
        if constexpr (!is_well_formed<verdict_here>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict_here{})>;
            return result_type{};
        } else {
            return detail::written<result_type>([&](auto& to) { jvp(p, dp, x, dx, ws, to.y, to.dy); });
        }
    } else {
        using net = typename P::network_type;
        using T = typename P::value_type;
        using verdict_here = typename detail::first_mistake<
            std::type_identity<detail::dual_workspace_verdict<net, P, X, Workspace>>,
            std::type_identity<detail::jvp_room_verdict<net, P, X, Workspace, Y, DY>>>::type;
        if constexpr (!is_well_formed<verdict_here>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict_here{})>;
        } else {
            constexpr extent B = detail::batch_in<X, Workspace>;
            detail::check_inputs<net, false>("jvp", x);
            detail::require_apart<false>(
                "jvp", detail::object_of("the workspace", ws), detail::numbers_of("the parameters", p),
                detail::tangent_of("the tangent of the parameters", dp),
                detail::numbers_of("the batch", detail::plain_batch(x)),
                detail::tangent_of("the tangent of the batch", dx), detail::numbers_of("the outputs", y),
                detail::numbers_of("their tangent", dy));
            detail::require_apart<false>("jvp", detail::numbers_of("the outputs", y),
                                         detail::numbers_of("their tangent", dy));
            using buffers = detail::jvp_buffers_in<net, Workspace::shape, B, T>;
            detail::jvp_in<net, B, T>(p, dp, x, dx, buffers{ws}, rows<T, net::outputs>(y).data(),
                                      rows<T, net::outputs>(dy).data());
        }
    }
}
template <class P, class DP, class X, class DX = zero_tangent>
constexpr auto jvp(const P& p, const DP& dp, const X& x, const DX& dx = {}) noexcept {
    using verdict = detail::derivative_verdict<P, detail::jvp_verdict_of, P, DP, X, DX>;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        return outputs_and_tangents<detail::number<P>, 1, 1>{};
    } else {
        using net = typename P::network_type;
        using T = typename P::value_type;
        constexpr extent B = detail::extent_of_batch<X>;
        using needed = detail::jvp_buffers<net, B, T>;
        using result_type = outputs_and_tangents<T, rows_after<net>(B), net::outputs>;
        using verdict_here = detail::result_verdict<sizeof(result_type), sizeof(needed)>;
        if constexpr (!is_well_formed<verdict_here>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict_here{})>;
            return result_type{};
        } else {
            detail::check_inputs<net, false>("jvp", x);
            return detail::written<result_type>([&](auto& to) {
                detail::jvp_in<net, B, T>(p, dp, x, dx, needed{}, to.y.data(), to.dy.data());
            });
        }
    }
}

// clang-format off
template <class...>
mistake::no_result
    jvp(mistake::call<"jvp(p, dp, x, dx), or jvp(p, dp, x, dx, ws, y, dy) with variables"> = {},
        mistake::any = {}, mistake::any = {}, mistake::any = {}, mistake::any = {}, mistake::any = {},
        mistake::any = {}, mistake::any = {}, mistake::any = {}) = delete;
// clang-format on

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
