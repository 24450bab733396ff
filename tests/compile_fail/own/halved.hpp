/// A layer of a user, which makes one row of two steps.
#pragma once

#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

/// y = every second row of x
template <int N>
struct halved {
    static constexpr int inputs = N, outputs = N, parameter_count = 0, stride = 2;
    static constexpr bool in_time = true;
    static constexpr hg::extent after(hg::extent rows) { return rows.with_steps(rows.steps / 2); }
    template <hg::extent>
    static constexpr int tape_size = 0;

    template <hg::extent B, class T, class Tape>
    static constexpr void forward(hg::view<const T, B, N> x, hg::view<const T, 1, 0>, Tape,
                                  hg::view<T, after(B), N> y) {
        for (int r = 0; r < after(B); ++r)
            for (int i = 0; i < N; ++i) y(r, i) = x(2 * r, i);
    }
    template <hg::extent B, hg::write, class T, class GIn>
    static constexpr void vjp(hg::view<const T, B, N>, hg::view<const T, after(B), N>,
                              hg::view<const T, 1, 0>, hg::view<const T, 1, 0>, hg::view<T, after(B), N> g,
                              GIn g_in, hg::view<T, 1, 0>) {
        if constexpr (!hg::is_discarded<GIn>)
            for (int r = 0; r < B; ++r)
                for (int i = 0; i < N; ++i) g_in(r, i) = r % 2 == 0 ? g(r / 2, i) : T(0);
    }

    template <class T>
    static constexpr void initialize(hg::view<T, 1, 0>, hg::rng&) {}
};
