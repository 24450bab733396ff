/// Of each sequence, what comes last.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/core/extent.hpp>
#include <handgrad/layer/options.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// y = x_T, the last row of each sequence           x: (B T, N)   y: (B, N)
///
/// For networks that make one row of a whole sequence, as one that classifies it does. Where a block of steps
/// goes on from a state, it is the last row of the block.
template <int N = 0>
struct last_step {
    static constexpr int inputs = N, outputs = N, parameter_count = 0;
    static constexpr bool in_time = true;
    static constexpr bool reads_output = false;
    static constexpr extent after(extent rows) { return rows.with_steps(1); }
    template <extent>
    static constexpr int tape_size = 0;

    template <extent S, class T, class Tape>
    static constexpr void forward(view<const T, S, N> x, view<const T, 1, 0>, Tape, view<T, after(S), N> y) {
        for (int b = 0; b < S.sequences; ++b)
            detail::copy_n(x.data() + ((b + 1) * S.steps - 1) * N, N, y.data() + b * N);
    }

    template <extent S, write, class T, class GIn>
    static constexpr void vjp(view<const T, S, N>, view<const T, after(S), N>, view<const T, 1, 0>,
                              view<const T, 1, 0>, view<T, after(S), N> g, GIn g_in, view<T, 1, 0>) {
        if constexpr (!is_discarded<GIn>) {
            for (T& x : g_in) x = 0;
            for (int b = 0; b < S.sequences; ++b)
                detail::copy_n(g.data() + b * N, N, g_in.data() + ((b + 1) * S.steps - 1) * N);
        }
    }

    template <class T>
    static constexpr void initialize(view<T, 1, 0>, rng&) {}
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
