/// What can be wrong with the parameters, a gradient or the workspace that a call is given.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/sequence_state.hpp>
#include <handgrad/layer/options.hpp>
#include <handgrad/network/batch_verdict.hpp>
#include <handgrad/network/ill_formed.hpp>
#include <handgrad/network/parameters.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <int Rows>
struct workspace_rows {};

template <class Given>
struct not_parameters {
    static_assert(detail::holds<Given>,
                  "the parameters of a network, and the gradient, are of type parameters<Net>, or "
                  "a Net::block<>");
};

template <class Given, class Network>
struct parameters_of_another_network {
    static_assert(std::is_base_of_v<Network, Given>,
                  "these parameters, or this gradient, belong to another network");
};

template <class Given>
struct not_a_workspace {
    static_assert(detail::holds<Given>, "the workspace is of type Net::workspace<B>");
};

template <class Given>
struct state_for_a_workspace {
    static_assert(
        detail::holds<Given>,
        "a state stands where the workspace does: it goes with the batch, hg::going_on(x, state), or "
        "as the last argument of predict(p, x, y, state)");
};

template <class Given, class Network>
struct workspace_of_another_network {
    static_assert(std::is_base_of_v<Network, Given>, "this workspace belongs to another network");
};

template <class Given, class Parameters>
struct number_mismatch;
template <class Has, class Wants>
struct number_mismatch<has<Has>, wants<Wants>> {
    static_assert(std::is_same_v<Has, Wants>,
                  "parameters, gradient and workspace must have numbers of one type: parameters<Net, T> "
                  "and Net::workspace<B, T>");
};

template <class Batch, class Workspace>
struct workspace_too_small;
template <int Wants, int Has>
struct workspace_too_small<batch_rows<Wants>, workspace_rows<Has>> {
    static_assert(Has >= Wants,
                  "forward works on the whole batch at once: the workspace must be for as many rows");
};

template <class Batch, class Workspace>
struct whole_batch_needed;
template <int Rows, int Room>
struct whole_batch_needed<batch_rows<Rows>, workspace_rows<Room>> {
    static_assert(Rows >= 0,
                  "a layer of this network looks at the whole batch in training, as batch_norm does: "
                  "the compiler must know the number of rows, as in x.tile<B>(first)");
    static_assert(Rows < 0 || Rows >= 2, "a layer of this network looks at the whole batch in training, as "
                                         "batch_norm does: it must have two rows at least");
    static_assert(Rows < 2 || Rows <= Room,
                  "a layer of this network looks at the whole batch in training, as "
                  "batch_norm does: the workspace must be for as many rows");
};

} // namespace mistake

namespace detail {

/// What P is that should say a network's parameters, and the network.
template <class P>
using no_parameters_of_a_network =
    std::conditional_t<is_block<P>, mistake::block_without_network<P>, mistake::not_parameters<P>>;

/// `Given` is the parameters, or a gradient, of `Network` or of a type derived from it.
template <class Given, class Network>
consteval auto judge_parameters() {
    if constexpr (requires {
                      typename Given::network_type;
                      Given::size;
                  })
        return unless<std::is_base_of_v<Network, typename Given::network_type>,
                      mistake::parameters_of_another_network<typename Given::network_type, Network>>{};
    else if constexpr (requires { typename Given::block_type; })
        return unless<
            std::is_same_v<typename Network::template block<number<Given>>, typename Given::block_type>,
            mistake::block_of_another_network<typename Given::block_type, Network>>{};
    else
        return verdict_is<mistake::not_parameters<Given>>;
}

template <class Given, class Network>
consteval auto judge_workspace() {
    if constexpr (requires {
                      typename Given::network_type;
                      Given::batch;
                  })
        return unless<std::is_base_of_v<Network, typename Given::network_type>,
                      mistake::workspace_of_another_network<typename Given::network_type, Network>>{};
    else if constexpr (is_sequence_state<std::remove_const_t<Given>>)
        return verdict_is<mistake::state_for_a_workspace<Given>>;
    else
        return verdict_is<mistake::not_a_workspace<Given>>;
}

template <class Given>
using judge_writable = unless<!std::is_const_v<Given>, mistake::read_only<Given>>;

template <class Given, class T>
using judge_number = unless<std::is_same_v<number<Given>, T>,
                            mistake::number_mismatch<mistake::has<number<Given>>, mistake::wants<T>>>;

template <class X, class Workspace>
consteval auto judge_capacity() {
    if constexpr (requires { Workspace::batch; })
        return unless<(batch_traits<X>::rows <= Workspace::batch),
                      mistake::workspace_too_small<mistake::batch_rows<batch_traits<X>::rows>,
                                                   mistake::workspace_rows<Workspace::batch>>>{};
    else
        return verdict_is<well_formed>;
}

/// A network that mixes rows gets its batch whole.
template <class Network, class X, class Workspace>
consteval auto judge_whole_batch() {
    constexpr int rows = batch_traits<X>::rows;
    if constexpr (requires { Workspace::batch; })
        return unless<(!mixes_rows<Network> || (2 <= rows && rows <= Workspace::batch)),
                      mistake::whole_batch_needed<mistake::batch_rows<rows>,
                                                  mistake::workspace_rows<Workspace::batch>>>{};
    else
        return verdict_is<well_formed>;
}

/// DX is where the gradient with respect to X goes.
template <class DX, class X, class T, int N>
consteval auto judge_input_gradient() {
    if constexpr (is_discarded<std::remove_cvref_t<DX>>)
        return verdict_is<well_formed>;
    else
        return judge_room<DX, X, T, N, mistake::inputs>();
}

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
