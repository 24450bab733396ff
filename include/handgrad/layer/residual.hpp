/// Layers with a skip around them.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/layer/add.hpp>
#include <handgrad/layer/dense.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

template <class... Layers>
consteval auto judge_residual() {
    if constexpr (!chainable<Layers...>)
        return verdict_is<verdict<Layers...>>;
    else if constexpr (chain<Layers...>::inputs != chain<Layers...>::outputs)
        return verdict_is<mistake::skip_mismatch<mistake::produces<chain<Layers...>::outputs>,
                                                 mistake::inputs<chain<Layers...>::inputs>>>;
    else
        return judge_skip<Layers...>();
}
template <class... Layers>
using residual_verdict = typename decltype(judge_residual<Layers...>())::type;

template <class Verdict, class... Layers>
struct residual_of
    : ill_formed_layer<Verdict, nearest_chain<Layers...>::inputs, nearest_chain<Layers...>::outputs> {};
template <class... Layers>
struct residual_of<well_formed, Layers...> : add<chain<Layers...>, skip<chain<Layers...>::inputs>> {};

template <class... Layers>
consteval auto judge_projected_residual() {
    if constexpr (!chainable<Layers...>)
        return verdict_is<verdict<Layers...>>;
    else
        return judge_skip<Layers...>();
}
template <class... Layers>
using projected_residual_verdict = typename decltype(judge_projected_residual<Layers...>())::type;

template <class Verdict, class... Layers>
struct projected_residual_of
    : ill_formed_layer<Verdict, nearest_chain<Layers...>::inputs, nearest_chain<Layers...>::outputs> {};
template <class... Layers>
struct projected_residual_of<well_formed, Layers...>
    : add<chain<Layers...>, dense<chain<Layers...>::inputs, chain<Layers...>::outputs, identity, no_bias>> {};

/// The layers of the branch f, in another layer.
template <template <class...> class Made, class... Branches>
struct around_chain;
template <template <class...> class Made, class... Layers, class Other>
struct around_chain<Made, chain<Layers...>, Other> {
    using type = Made<Layers...>;
};

} // namespace detail

/// Y = f(Z) + Z, f the chain of the layers, which must produce as many numbers as it expects (K. He et al.,
/// "Deep residual learning for image recognition", 2016).
template <class... Layers>
struct residual : detail::residual_of<detail::residual_verdict<Layers...>, Layers...> {
    /// Of the two branches, f and the skip.
    template <class... Branches>
    using rebuilt = typename detail::around_chain<residual, Branches...>::type;
};

/// Y = f(Z) + Z P, where the widths of f differ: P is a matrix of weights, the last of the parameters.
template <class... Layers>
struct projected_residual
    : detail::projected_residual_of<detail::projected_residual_verdict<Layers...>, Layers...> {
    /// Of the two branches, f and the projection.
    template <class... Branches>
    using rebuilt = typename detail::around_chain<projected_residual, Branches...>::type;
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
