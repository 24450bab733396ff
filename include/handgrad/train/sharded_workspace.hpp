/// What the shards of a batch write.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/running_sum.hpp>
#include <handgrad/network/workspace.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// The buffers of data_parallel<Network, Shards> for batches of up to B rows, or for tiles of them: a
/// workspace for each shard, none of which shares a cache line with another. Its size is a constant; keep it
/// where you like, but it is seldom for a stack.
template <class Network, int Shards, extent B, class T = float>
class sharded_workspace {
public:
    /// That of one shard.
    using shard_workspace = workspace<Network, B.with_sequences((B.sequences + Shards - 1) / Shards), T>;
    static constexpr int shards = Shards;
    static constexpr extent shape = B;

    constexpr shard_workspace& shard(int s) noexcept { return shard_[s].ws; }
    constexpr running_sum<T>& loss_sum(int s) noexcept { return shard_[s].loss_sum; }

    /// dl/dp of the last train_step, if that had to keep it.
    constexpr parameters<Network, T>& parameter_gradient() noexcept { return shard(0).parameter_gradient(); }

    /// What layers such as dropout draw from, one number a pass: set it for the same masks again.
    constexpr rng& random() noexcept requires(draws<Network>) { return shard(0).random(); }

private:
    struct alignas(64) one_shard {
        shard_workspace ws;
        running_sum<T> loss_sum;
    };
    one_shard shard_[Shards];
};

namespace detail {

template <class Network, int Shards, extent B, class T>
inline constexpr bool is_whole_object<sharded_workspace<Network, Shards, B, T>> = true;
/// The parameter_gradient() of each shard.
template <class Network, int Shards, extent B, class T>
inline constexpr bool
    may_be_part<typename Network::template block<T>, sharded_workspace<Network, Shards, B, T>> = true;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
