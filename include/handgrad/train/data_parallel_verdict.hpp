/// Checks of what is passed to data_parallel's functions.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/network/call_verdict.hpp>
#include <handgrad/train/executor.hpp>
#include <handgrad/train/sharded_workspace.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <int Count>
struct shards {};

template <class Network>
struct rows_mixed_across_shards {
    static_assert(detail::holds<Network>,
                  "a layer of this network looks at the whole batch in training, as batch_norm does: its "
                  "batches cannot be cut into shards");
};

template <class Given>
struct not_an_executor {
    static_assert(
        detail::holds<Given>,
        "the first argument must be an executor, such as a thread_team<2> of train/thread_team.hpp, which "
        "must not be const: "
        "see train/executor.hpp");
};

template <class Given, class Shards>
struct not_a_sharded_workspace {
    static_assert(detail::holds<Given>,
                  "the workspace is of type data_parallel<Net, Shards>::workspace<B>, with as many shards");
};

} // namespace mistake

namespace detail {

/// The workspace of one shard, which a network can judge; what it is called for anything else.
template <class Workspace, int Shards>
struct shard_workspace_of {
    static constexpr bool valid = false;
    using type = Workspace;
};
template <class Network, int Shards, extent B, class T>
struct shard_workspace_of<sharded_workspace<Network, Shards, B, T>, Shards> {
    static constexpr bool valid = true;
    using type = typename sharded_workspace<Network, Shards, B, T>::shard_workspace;
};
template <class Workspace, int Shards>
using shard_workspace = typename shard_workspace_of<std::remove_const_t<Workspace>, Shards>::type;

/// Rows can be told apart, in a network that is one.
template <class Network>
consteval auto judge_shards() {
    if constexpr (!is_well_formed<own_verdict<Network>>)
        return verdict_is<mistake::told_elsewhere>;
    else
        return unless<!mixes_rows<Network>, mistake::rows_mixed_across_shards<Network>>{};
}

// `Rest` is what the network says of the same call in the workspace of one shard.
template <class Network, int Shards, class Team, class Workspace, class Rest>
using data_parallel_verdict =
    typename first_mistake<decltype(judge_shards<Network>()),
                           unless<executor<Team>, mistake::not_an_executor<std::remove_reference_t<Team>>>,
                           unless<shard_workspace_of<std::remove_const_t<Workspace>, Shards>::valid,
                                  mistake::not_a_sharded_workspace<Workspace, mistake::shards<Shards>>>,
                           judge_writable<Workspace>, std::type_identity<Rest>>::type;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
