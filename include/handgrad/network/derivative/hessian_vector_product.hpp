/// The Hessian of the loss times a vector.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/other_call.hpp>
#include <handgrad/network/derivative/derivative_verdict.hpp>
#include <handgrad/network/network.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// H v with H = d^2 l / dp^2, the loss l of the rows of x as value_and_gradient has it, as parameters<net,
/// T>: the derivative of the gradient along v, exact up to rounding, in one value_and_gradient of dual
/// numbers (forward over reverse; B. Pearlmutter, "Fast exact multiplication by the Hessian", 1994). Where
/// the loss has a kink, the derivative is that of the side that value_and_gradient takes.
///
/// All else is as there: dropout draws from ws.random(), so that H belongs to the same masks as a gradient
/// from a workspace with an equal one; the statistics of batch_norm are functions of p, too. Parameters that
/// are not learned have the derivative 0, and make H symmetric only where v is 0, too. Buffers are on this
/// call's stack, or in a dual_workspace<net, B, T> for at least as many rows; then H v may be written to
/// parameters<net, T> of yours, hessian_vector_product(loss, p, v, x, target, ws, Hv), which may be v or p
/// itself. Fails, before anything is changed, if the run time finds not one target for each row, or that the
/// workspace overlaps an argument. The others are only read, and may.
template <class Loss, class P, class V, class X, class Target, class Workspace = discard,
          class Result = discard>
    requires(detail::named_or_none<Workspace>&& detail::named_or_none<Result>)
constexpr auto hessian_vector_product(const Loss& loss, const P& p, const V& v, const X& x,
                                      const Target& target, Workspace&& ws = {}, Result&& result = {}) {
    using verdict = detail::derivative_verdict<P, detail::hessian_verdict_of, Loss, P, V, X, Target,
                                               std::remove_reference_t<Workspace>>;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        if constexpr (is_discarded<Result>) return P{};
    } else if constexpr (is_discarded<Workspace>) {
        using net = typename P::network_type;
        using T = typename P::value_type;
        using needed = dual_workspace<net, detail::extent_of_batch<X>, T>;
        using verdict_here = detail::result_verdict<sizeof(parameters<net, T>), sizeof(needed)>;
        if constexpr (!is_well_formed<verdict_here>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict_here{})>;
            return parameters<net, T>{};
        } else {
            needed ws_here;
            return hessian_vector_product(loss, p, v, x, target, ws_here);
        }
    } else if constexpr (is_discarded<Result>) {
        using net = typename P::network_type;
        using result_type = parameters<net, typename P::value_type>;
        using verdict_here = typename detail::first_mistake<
            std::type_identity<detail::dual_workspace_verdict<net, P, X, std::remove_reference_t<Workspace>>>,
            std::type_identity<detail::result_verdict<sizeof(result_type)>>>::type;
        if constexpr (!is_well_formed<verdict_here>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict_here{})>;
            return result_type{};
        } else {
            return detail::written<result_type>(
                [&](auto& Hv) { hessian_vector_product(loss, p, v, x, target, ws, Hv); });
        }
    } else {
        using net = typename P::network_type;
        using T = typename P::value_type;
        using verdict_here = typename detail::first_mistake<
            std::type_identity<detail::dual_workspace_verdict<net, P, X, std::remove_reference_t<Workspace>>>,
            std::type_identity<detail::hessian_room_verdict<net, P, std::remove_reference_t<Result>>>>::type;
        if constexpr (!is_well_formed<verdict_here>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict_here{})>;
        } else {
            constexpr extent B = detail::batch_in<X, std::remove_reference_t<Workspace>>;
            constexpr int wanted = detail::targets_after<net, Loss>(B);
            const auto targets = detail::as_rows(target);
            detail::check_inputs<net, true>("hessian_vector_product", x);
            detail::check_loss<net, true>("hessian_vector_product", loss, x, ws);
            if (targets.count() != wanted)
                fail("hessian_vector_product: found ", targets.count(),
                     " targets, expected as many as the batch has rows: ", wanted);
            detail::require_apart<true>(
                "hessian_vector_product", detail::object_of("the workspace", ws),
                detail::numbers_of("the parameters", p), detail::numbers_of("the vector", v),
                detail::numbers_of("the batch", detail::plain_batch(x)),
                detail::numbers_of("the targets", target), detail::numbers_of("the result", result));
            auto& point = ws.point();
            auto& gradient = ws.passes().parameter_gradient();
            point.template set<B>(p.data(), v.data(), detail::as_rows(x).data(), zero_tangent{});
            const auto differentiate = [&](const auto& as_dual) {
                const auto value_and_gradient = [&](const auto& batch) {
                    net::value_and_gradient(loss, point.p(), batch, as_dual, gradient, ws.passes());
                };
                if constexpr (detail::needs_sequences<net>())
                    value_and_gradient(sequences<B.sequences>(point.template x<B>()));
                else
                    value_and_gradient(point.template x<B>());
            };
            if constexpr (std::is_same_v<typename Loss::template target_type<dual<T>>, dual<T>>)
                differentiate(ws.template constants<wanted, targets.cols>(targets.data()));
            else
                differentiate(target);
            for (int i = 0; i < net::parameter_count; ++i) result[i] = gradient[i].tangent;
        }
    }
}
// clang-format off
template <class...>
mistake::no_result
    hessian_vector_product(mistake::call<"(loss, p, v, x, target, ws, Hv): v and Hv are parameters"> = {},
                           mistake::any = {}, mistake::any = {}, mistake::any = {}, mistake::any = {},
                           mistake::any = {}, mistake::any = {}, mistake::any = {},
                           mistake::any = {}) = delete;
// clang-format on

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
