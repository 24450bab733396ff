/// Training on several threads.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/network/network.hpp>
#include <handgrad/optimizer/parameter_update.hpp>
#include <handgrad/train/data_parallel_verdict.hpp>
#include <handgrad/train/parts.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// Training of `Network` with every batch cut into `Shards` shards, on which an executor works at the same
/// time: runs of rows, in order, whose numbers differ by one at most. Each finds its gradient, weighted as in
/// the whole batch; then the shards' gradients are added up, in order, each task those of some parameters,
/// and so are the sums of their losses.
///
/// The bits of a result depend on the number of shards, but neither on the number of threads nor on their
/// speed; one shard gives those of Network::train_step. What layers draw does not depend on the cut. A
/// network with a layer such as batch_norm, which looks at the whole batch, cannot be trained so.
///
///     using parallel = hg::data_parallel<net, 2>;
///     hg::thread_team<2> team;
///     static parallel::workspace<256> ws;
///     const hg::sgd step{.rate = 0.1};
///     float loss = parallel::train_step(team, hg::softmax_cross_entropy{}, step, p, x, label, ws);
template <class Network, int Shards>
struct data_parallel : private detail::other_parallel_calls {
    using other_parallel_calls::train_step, other_parallel_calls::value_and_gradient;

    static constexpr int shards = Shards < 1 ? 1 : Shards;

    /// What passes over batches of up to B rows write.
    template <extent B, class T = float>
    using workspace = sharded_workspace<Network, shards, B, T>;

private:
    template <class Team, class X, class Target>
    static constexpr bool never_throws = std::is_nothrow_invocable_v<Team&, int, const detail::any_task&> &&
                                         !detail::counts_at_run_time<X, Target>;

public:
    /// Network::value_and_gradient, but for the gradient with respect to x: returns the loss of the rows of x
    /// and overwrites `gradient`. The rows may be more than the workspace is for. Fails as that does, before
    /// anything is changed. The loss is called in a task, which must not throw.
    template <class Team, class Loss, class P, class X, class Target, class Gradient, class Workspace>
    static constexpr auto value_and_gradient(Team&& team, const Loss& loss, const P& p, const X& x,
                                             const Target& target, Gradient& gradient, Workspace& ws) //
        noexcept(never_throws<Team, X, Target>) {
        using shard = detail::shard_workspace<Workspace, shards>;
        using verdict = detail::data_parallel_verdict<
            Network, shards, Team, Workspace,
            detail::value_and_gradient_verdict<Network, Loss, P, X, Target, Gradient, shard, discard>>;
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
            return detail::number<P>{};
        } else {
            detail::check_inputs<Network, !never_throws<Team, X, Target>>("data_parallel", x);
            detail::check_pass<Network, Loss, !never_throws<Team, X, Target>>("data_parallel", p, x, target,
                                                                              gradient, ws, discard{});
            detail::check_loss<Network, !never_throws<Team, X, Target>>("data_parallel", loss, x, ws);
            const auto mean = shard_gradients(team, loss, p, x, target, ws);
            add_gradients(team, ws, gradient);
            return mean;
        }
    }

    /// Network::train_step: one step of an optimizer, with its state if it has one, or of any function
    /// step(p, gradient, state...). One of the library's optimizers takes its step as the gradients are added
    /// up, so that their sum is nowhere in memory; another function gets it in the workspace, on this thread.
    template <class Team, class Loss, class Step, class P, class X, class Target, class Workspace,
              class... State>
    static constexpr auto train_step(Team&& team, const Loss& loss, const Step& step, P& p, const X& x,
                                     const Target& target, Workspace& ws, State&... state) //
        noexcept(never_throws<Team, X, Target>) {
        using shard = detail::shard_workspace<Workspace, shards>;
        using verdict = detail::data_parallel_verdict<
            Network, shards, Team, Workspace,
            detail::train_step_verdict<Network, Loss, Step, P, X, Target, shard, State...>>;
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
            return detail::number<P>{};
        } else {
            detail::check_inputs<Network, !never_throws<Team, X, Target>>("data_parallel", x);
            detail::check_step<Network, Loss, !never_throws<Team, X, Target>, Step>("data_parallel", p, x,
                                                                                    target, ws, state...);
            detail::check_loss<Network, !never_throws<Team, X, Target>>("data_parallel", loss, x, ws);
            const auto mean = shard_gradients(team, loss, p, x, target, ws);
            if constexpr (!detail::elementwise<Step>) {
                add_gradients(team, ws, ws.parameter_gradient());
                detail::take_step(step, p, ws.parameter_gradient(), state...);
            } else if constexpr (sizeof...(State) == 0) {
                optimizer_state<Step, 0, typename P::value_type> nothing;
                update(team, step, p, ws, nothing);
            } else {
                update(team, step, p, ws, state...);
            }
            return mean;
        }
    }

private:
    /// Returns the mean loss and leaves in each shard's workspace the gradient that its rows contribute.
    template <class Team, class Loss, class P, class X, class Target, class Workspace>
    static constexpr auto shard_gradients(Team& team, const Loss& loss, const P& p, const X& x,
                                          const Target& target, Workspace& ws) {
        using T = typename P::value_type;
        const rows<const input_number<Network, T>, Network::inputs> z_1 = detail::as_rows(x);
        const auto targets = detail::as_rows(target);
        const std::ptrdiff_t count = z_1.count();
        const running_sum<T> divisor = loss_divisor<T>(loss, targets);
        const T weight = detail::weight_of_rows(divisor);
        const std::uint64_t key = [&] {
            if constexpr (draws<Network>)
                return ws.random()();
            else
                return std::uint64_t{0};
        }();
        constexpr int steps = Workspace::shape.steps; // no sequence is cut
        const auto begin_of = [&](int s) { return steps * detail::part_begin(count / steps, shards, s); };
        team(shards, [&](int s) noexcept {
            const std::ptrdiff_t first = begin_of(s);
            const auto pass = [&]<int Rows>() {
                const std::ptrdiff_t n = begin_of(s + 1) - first;
                ws.loss_sum(s) = shard_pass<Rows, T>(loss, p, x, detail::part_of(z_1, first, n), targets,
                                                     weight, ws.shard(s), key, first);
            };
            constexpr int static_rows = detail::batch_traits<X>::rows, sequences = static_rows / steps;
            if constexpr (static_rows == detail::run_time_rows)
                pass.template operator()<detail::run_time_rows>();
            else if constexpr (sequences % shards == 0)
                pass.template operator()<sequences / shards * steps>();
            else if (s < sequences % shards)
                pass.template operator()<(sequences + shards - 1) / shards * steps>();
            else
                pass.template operator()<sequences / shards * steps>();
        });
        detail::count_steps<steps>(x);
        running_sum<T> sum = ws.loss_sum(0);
        for (int s = 1; s < shards; ++s) sum += ws.loss_sum(s);
        return sum.over(divisor);
    }

    /// The rows z_1 of one shard of x, `Rows` of them or as many as the run time says, the first of which is
    /// row `first_row` of x: returns the sum of their losses and overwrites the gradient in `ws`.
    template <int Rows, class T, class Loss, class P, class X, class Z, class Targets, class Workspace>
    static constexpr running_sum<T> shard_pass(const Loss& loss, const P& p, const X& x, Z z_1,
                                               Targets targets, T weight, Workspace& ws, std::uint64_t key,
                                               std::ptrdiff_t first_row) {
        constexpr bool whole = 0 < Rows && Rows <= Workspace::batch;
        constexpr write mode = whole ? write::overwrite : write::accumulate;
        view<T, 1, Network::parameter_count> dp(ws.parameter_gradient().data());
        if constexpr (!whole)
            for (int i = 0; i < Network::parameter_count; ++i) dp(0, i) = 0;
        running_sum<T> sum;
        detail::for_each_tile<Rows, Workspace::shape>(z_1.count(), [&]<extent B>(std::ptrdiff_t first) {
            const std::ptrdiff_t row = first_row + first;
            sum = detail::loss_and_gradient<Network, B, mode>(
                loss, sum, p, z_1.template tile<B>(first),
                detail::targets_of_tile<Network, Loss, B>(targets, row), weight, dp, ws, discard{}, key, row,
                detail::memory_of_batch<Network, B.sequences>(x, ws, row / B.steps),
                detail::memory_gradient_of_batch<Network, B.sequences>(x, ws, row / B.steps));
        });
        return sum;
    }

    /// The sum of the shards' gradients, in order.
    template <class V, class Lanes, class Workspace>
    HANDGRAD_INLINE static constexpr V sum_of_gradients(Lanes lanes, Workspace& ws) {
        V sum = lanes.load(ws.shard(0).parameter_gradient().data());
        for (int s = 1; s < shards; ++s) sum = sum + lanes.load(ws.shard(s).parameter_gradient().data());
        return sum;
    }

    template <class Team, class Workspace, class Gradient>
    static constexpr void add_gradients(Team& team, Workspace& ws, Gradient& gradient) {
        using T = typename Gradient::value_type;
        team(shards, [&](int part) noexcept {
            T* const to = gradient.data();
            simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
                detail::for_each_block_of_part<V, Network::parameter_count, shards>(
                    part, [&](auto lanes)
                              HANDGRAD_INLINE_LAMBDA { lanes.store(to, sum_of_gradients<V>(lanes, ws)); });
            });
        });
    }

    /// The step that begins, on all parameters.
    template <class Team, class Step, class P, class Workspace, class State>
    static constexpr void update(Team& team, const Step& step, P& p, Workspace& ws, State& state) {
        using T = typename P::value_type;
        const auto begun = detail::next_update(step, p, ws.parameter_gradient().data(), state);
        team(shards, [&](int part) noexcept {
            const auto rule = begun.template finish<P::size>();
            simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
                detail::for_each_learned_block_of_part<V, P, shards>(
                    part, [&]<int Count>(kernel::block<V, Count> lanes) HANDGRAD_INLINE_LAMBDA {
                        rule.template end<V, Count>(0, lanes.first, sum_of_gradients<V>(lanes, ws));
                    });
            });
        });
        detail::count_step(state);
    }

    // Last: what stands behind a mistake is no member for Clang.
    static_assert(Shards >= 1, "a batch is cut into one shard at least");
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
