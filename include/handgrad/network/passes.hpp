/// One forward and one backward pass of a network, with the loss between them.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/running_sum.hpp>
#include <handgrad/network/workspace.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// Z_{L+1} = f(Z_1), written to `y`; nothing else is kept. `p` is the parameters, a view, or
/// frozen_parameters.
template <class Network, extent B, class T, class P, class Buffers>
HANDGRAD_INLINE constexpr void infer(P p, view<const T, B, Network::inputs> x, Buffers& buffers,
                                     view<T, rows_after<Network>(B), Network::outputs> y) {
    run_forward<Network, B, T>(x, p, y,
                               optional_arguments<discard, T>{{}, buffers.template scratch<B>().data()});
}

/// One forward and one backward pass over B rows, of which the first is row `first` of its batch: returns
/// start + the sum of the rows' losses, writes or adds the parameters' gradient, weighted, to `dp`, and
/// writes the input's to `dx` unless that is `discard`. What layers draw, they draw by `key`. If `dp` is a
/// parameter_update, it takes the step in place of keeping the gradient.
template <class Network, extent B, write W, class T, class P, class Loss, class Target, class DP,
          class Workspace, class DX>
constexpr running_sum<T> loss_and_gradient(const Loss& loss, running_sum<T> start, const P& p,
                                           view<const T, B, Network::inputs> x, Target target, T weight,
                                           DP dp, Workspace& ws, DX dx, [[maybe_unused]] std::uint64_t key,
                                           [[maybe_unused]] std::ptrdiff_t first) {
    using constant_tape = view<const T, 1, as_layer<Network>::template tape_size<B>>;
    using constant_output = view<const T, rows_after<Network>(B), Network::outputs>;
    const view<const T, 1, Network::parameter_count> parameter(p.data());
    const auto tape = ws.template whole_tape<B>();
    const auto scratch = ws.template scratch<B>();
    const auto y = ws.template activation<Network::depth + 1, B>();
    const auto g = ws.template output_gradient<B>();

    if constexpr (draws<Network>) as_layer<Network>::template draw<B>(tape, key, first);
    as_layer<Network>::template forward<B>(x, parameter, tape, y, scratch);
    const running_sum<T> sum = loss(start, constant_output(y), target, weight, g);
    if constexpr (Workspace::keeps_gradients)
        ws.template vjp<B, W>(x, parameter, dx, dp);
    else
        as_layer<Network>::template vjp<B, W>(x, constant_output(y), parameter, constant_tape(tape), g, dx,
                                              dp, scratch);
    return sum;
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
