/// A layer of a user, which looks ahead.
#pragma once

#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

/// y_t = x_{t+1}, and 0 at last.
template <int N>
struct next {
    static constexpr int inputs = N, outputs = N, parameter_count = 0;
    static constexpr bool in_time = true, causal = false;
    template <hg::extent>
    static constexpr int tape_size = 0;

    template <hg::extent B, class T, class Tape>
    static constexpr void forward(hg::view<const T, B, N> x, hg::view<const T, 1, 0>, Tape,
                                  hg::view<T, B, N> y) {
        for (int r = 0; r < B; ++r)
            for (int i = 0; i < N; ++i) y(r, i) = (r + 1) % B.steps == 0 ? T(0) : x(r + 1, i);
    }
    template <hg::extent B, hg::write, class T, class GIn>
    static constexpr void vjp(hg::view<const T, B, N>, hg::view<const T, B, N>, hg::view<const T, 1, 0>,
                              hg::view<const T, 1, 0>, hg::view<T, B, N> g, GIn g_in, hg::view<T, 1, 0>) {
        if constexpr (!hg::is_discarded<GIn>)
            for (int r = 0; r < B; ++r)
                for (int i = 0; i < N; ++i) g_in(r, i) = r % B.steps == 0 ? T(0) : g(r - 1, i);
    }

    template <class T>
    static constexpr void initialize(hg::view<T, 1, 0>, hg::rng&) {}
};
