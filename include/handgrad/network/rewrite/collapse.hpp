/// Linear after linear is linear.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/kernel/product/gemm.hpp>
#include <handgrad/layer/dense.hpp>
#include <handgrad/network/rewrite/fold.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

template <class Bias, class Other>
using either_bias = std::conditional_t<std::is_same_v<Bias, no_bias>, Other, Bias>;

/// A run of dense layers, all but the last without an activation, as one step:
///     (..(X W_1 + b_1) W_2 + b_2 ..) W_k + b_k = X W + b      W = W_1 .. W_k      b = (b_1 W_2 + b_2) .. +
///     b_k
/// Each row of W is a row of W_1, and b is b_1, sent through the layers after the first.
template <class Joined, class... Dense>
struct dense_run {
    using type = Joined;
    static constexpr int from = (Dense::parameter_count + ...);
    static constexpr int hidden = sizeof...(Dense) == 1 ? 0 : (Dense::outputs + ...);

    template <class T>
    static constexpr void convert(const T* p_old, T* p_new) {
        if constexpr (count == 1)
            copy_n(p_old, from, p_new);
        else
            join(p_old, p_new);
    }

private:
    template <int I>
    using layer = std::tuple_element_t<I, std::tuple<Dense...>>;
    using first = layer<0>;
    static constexpr int count = sizeof...(Dense);

    template <class T>
    static constexpr void join(const T* p_old, T* p_new) {
        const view<T, 1, type::parameter_count> p(p_new);
        const view<const T, first::inputs, first::outputs> w_1(p_old);
        for (int i = 0; i < first::inputs; ++i)
            send<false, 1>(w_1.row(i), p_old + first::parameter_count, type::weights(p).row(i));
        if constexpr (type::has_bias) {
            matrix<T, 1, first::outputs> b_1;
            if constexpr (first::has_bias) copy_n(p_old + w_1.size, first::outputs, b_1.data());
            send<true, 1>(view<const T, 1, first::outputs>(b_1), p_old + first::parameter_count,
                          type::biases(p));
        }
    }

    /// z W_I .. + .. of layers I .. count - 1, whose parameters begin at `p`, with their biases or without.
    template <bool WithBias, int I, class T, int K>
    static constexpr void send(view<const T, 1, K> z, const T* p, view<T, 1, type::outputs> to) {
        if constexpr (I == count) {
            detail::copy(z, to);
        } else {
            using next = layer<I>;
            const view<const T, 1, next::parameter_count> numbers(p);
            matrix<T, 1, next::outputs> y;
            if constexpr (WithBias && next::has_bias) {
                const auto b = next::biases(numbers);
                detail::copy(b, y);
            }
            gemm_nn<write::accumulate>(z, next::weights(numbers), y.view());
            send<WithBias, I + 1>(view<const T, 1, next::outputs>(y), p + next::parameter_count, to);
        }
    }
};

struct collapse_rule;

template <class Layer>
struct step_of : std::type_identity<folded_layer<collapse_rule, as_layer<Layer>>> {};
template <int In, int Out, class A, class Bias>
struct step_of<dense<In, Out, A, Bias>>
    : std::type_identity<dense_run<dense<In, Out, A, Bias>, dense<In, Out, A, Bias>>> {};

/// The layers of a chain, of which runs of dense ones become one. `Last` is the step that the next layer may
/// still join.
template <class Done, class Last, class... Layers>
struct collapsed_chain;
template <class... Done, class Last>
struct collapsed_chain<steps<Done...>, Last> {
    using type = steps<Done..., Last>;
};
template <class... Done, class Last, class Next, class... Rest>
struct collapsed_chain<steps<Done...>, Last, Next, Rest...>
    : collapsed_chain<steps<Done..., Last>, typename step_of<Next>::type, Rest...> {};
template <class... Done, int In, int Mid, int Out, class A, class B_1, class B_2, class... Dense,
          class... Rest>
struct collapsed_chain<steps<Done...>, dense_run<dense<In, Mid, identity, B_1>, Dense...>,
                       dense<Mid, Out, A, B_2>, Rest...>
    : collapsed_chain<steps<Done...>,
                      dense_run<dense<In, Out, A, either_bias<B_1, B_2>>, Dense..., dense<Mid, Out, A, B_2>>,
                      Rest...> {};

struct collapse_rule {
    template <class First, class... Rest>
    using chain = typename collapsed_chain<steps<>, typename step_of<First>::type, Rest...>::type;
};

} // namespace detail

/// The network that remains when each run of dense layers, all but the last without an activation, has become
/// one dense layer; also within networks, residual, add, concatenate and checkpoint. (It need not be smaller:
/// dense<1000, 10>, dense<10, 1000> becomes dense<1000, 1000>. Compare flops.)
template <class Network>
using collapsed = typename detail::folded_network<detail::collapse_rule, Network>::type;

/// Its parameters: forward gives what `Network` gives, exactly where the products of the weights, and their
/// sums, are numbers of T (as those of small integers are), else but for rounding: in a run of k layers of
/// K_1 .. K_k inputs each output differs by no more than about 2 (K_1 + .. + K_k) epsilon times the same
/// network's output for the absolute values of x, weights and biases.
template <class Network, class T>
constexpr parameters<collapsed<Network>, T> collapse(const parameters<Network, T>& p) {
    using folded = detail::folded_network<detail::collapse_rule, Network>;
    using verdict = detail::returned_fold_verdict<folded, T>;
    parameters<collapsed<Network>, T> q;
    if constexpr (!is_well_formed<verdict>)
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
    else
        folded::convert(p.data(), q.data());
    return q;
}
/// The same written to q, parameters<collapsed<Network>, T>.
template <class Network, class T, class Q>
constexpr void collapse(const parameters<Network, T>& p, Q&& q) {
    using folded = detail::folded_network<detail::collapse_rule, Network>;
    using verdict = detail::fold_verdict<folded, T, Q>;
    if constexpr (!is_well_formed<verdict>)
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
    else
        folded::convert(p.data(), q.data());
}
template <detail::is_bare_block P>
constexpr void collapse(const P&, const auto&...) {
    using reported [[maybe_unused]] = detail::report<decltype(mistake::block_without_network<P>{})>;
}

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
