/// Frozen batch normalization, made part of the dense layers beside it.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/layer/batch_norm.hpp>
#include <handgrad/layer/dense.hpp>
#include <handgrad/network/rewrite/fold.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

template <class Dense, class T>
constexpr T bias_of(view<const T, 1, Dense::parameter_count> p, int o) {
    if constexpr (Dense::has_bias)
        return Dense::biases(p)(0, o);
    else
        return 0;
}

/// s = gamma / sqrt(v + epsilon): frozen, batch_norm is s (z - m) + beta.
template <class Norm, class T>
constexpr simd::scalar_vector<T> scale_of(view<const T, 1, Norm::parameter_count> p, int c) {
    using one = simd::scalar_vector<T>;
    return one(Norm::scales(p)(0, c)) * Norm::inverse_deviation(one(Norm::variances(p)(0, c)));
}

/// dense, then batch_norm: W' = W diag(s), b' = (b - m) s + beta.
template <class Dense, class Norm, class Activation>
struct norm_after {
    using type = dense<Dense::inputs, Dense::outputs, Activation>;
    static constexpr int from = Dense::parameter_count + Norm::parameter_count, hidden = 0;

    template <class T>
    static constexpr void convert(const T* p_old, T* p_new) {
        using one = simd::scalar_vector<T>;
        const view<const T, 1, Dense::parameter_count> layer(p_old);
        const view<const T, 1, Norm::parameter_count> norm(p_old + Dense::parameter_count);
        const view<T, 1, type::parameter_count> p(p_new);
        for (int o = 0; o < Dense::outputs; ++o) {
            const one s = scale_of<Norm>(norm, o),
                      centered = one(bias_of<Dense>(layer, o)) - one(Norm::means(norm)(0, o));
            for (int i = 0; i < Dense::inputs; ++i)
                type::weights(p)(i, o) = (one(Dense::weights(layer)(i, o)) * s).v;
            type::biases(p)(0, o) = fma(centered, s, one(Norm::shifts(norm)(0, o))).v;
        }
    }
};

/// batch_norm, then dense: W' = diag(s) W, b' = b + (beta - m s) W.
template <class Norm, class Dense, class Activation>
struct norm_before {
    using type = dense<Dense::inputs, Dense::outputs, Activation>;
    static constexpr int from = Norm::parameter_count + Dense::parameter_count, hidden = 0;

    template <class T>
    static constexpr void convert(const T* p_old, T* p_new) {
        using one = simd::scalar_vector<T>;
        const view<const T, 1, Norm::parameter_count> norm(p_old);
        const view<const T, 1, Dense::parameter_count> layer(p_old + Norm::parameter_count);
        const view<T, 1, type::parameter_count> p(p_new);
        for (int o = 0; o < Dense::outputs; ++o) {
            one b(bias_of<Dense>(layer, o));
            for (int i = 0; i < Dense::inputs; ++i) {
                const one s = scale_of<Norm>(norm, i), w(Dense::weights(layer)(i, o));
                b = fma(fnma(one(Norm::means(norm)(0, i)), s, one(Norm::shifts(norm)(0, i))), w, b);
                type::weights(p)(i, o) = (w * s).v;
            }
            type::biases(p)(0, o) = b.v;
        }
    }
};

struct batch_norm_rule;

/// The layers of a chain, folded where they can be.
template <class Done, class... Layers>
struct without_norms;
template <class... Done>
struct without_norms<steps<Done...>> {
    using type = steps<Done...>;
};
template <class... Done, class First, class... Rest>
struct without_norms<steps<Done...>, First, Rest...>
    : without_norms<steps<Done..., folded_layer<batch_norm_rule, as_layer<First>>>, Rest...> {};
template <class... Done, int In, int Out, class Bias, class A, class M, class E, class... Rest>
struct without_norms<steps<Done...>, dense<In, Out, identity, Bias>, batch_norm<Out, A, M, E>, Rest...>
    : without_norms<steps<Done..., norm_after<dense<In, Out, identity, Bias>, batch_norm<Out, A, M, E>, A>>,
                    Rest...> {};
template <class... Done, int In, int Out, class Bias, class A, class M, class E, class... Rest>
struct without_norms<steps<Done...>, batch_norm<In, identity, M, E>, dense<In, Out, A, Bias>, Rest...>
    : without_norms<steps<Done..., norm_before<batch_norm<In, identity, M, E>, dense<In, Out, A, Bias>, A>>,
                    Rest...> {};

struct batch_norm_rule {
    template <class... Layers>
    using chain = typename without_norms<steps<>, Layers...>::type;
};

} // namespace detail

/// The network that remains when each batch_norm that follows a dense layer without activation, or that has
/// none itself and precedes a dense layer, has become part of that; also within networks, residual, add and
/// concatenate.
template <class Network>
using without_batch_norm = typename detail::folded_network<detail::batch_norm_rule, Network>::type;

/// Its parameters, from those of a trained network: forward gives what `Network` gives, but for rounding (the
/// products that are folded are rounded once more).
template <class Network, class T>
constexpr parameters<without_batch_norm<Network>, T> fold_batch_norm(const parameters<Network, T>& p) {
    using folded = detail::folded_network<detail::batch_norm_rule, Network>;
    using verdict = detail::returned_fold_verdict<folded, T>;
    parameters<without_batch_norm<Network>, T> q;
    if constexpr (!is_well_formed<verdict>)
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
    else
        folded::convert(p.data(), q.data());
    return q;
}
/// The same written to q, parameters<without_batch_norm<Network>, T>.
template <class Network, class T, class Q>
constexpr void fold_batch_norm(const parameters<Network, T>& p, Q&& q) {
    using folded = detail::folded_network<detail::batch_norm_rule, Network>;
    using verdict = detail::fold_verdict<folded, T, Q>;
    if constexpr (!is_well_formed<verdict>)
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
    else
        folded::convert(p.data(), q.data());
}
template <detail::is_bare_block P>
constexpr void fold_batch_norm(const P&, const auto&...) {
    using reported [[maybe_unused]] = detail::report<decltype(mistake::block_without_network<P>{})>;
}

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
