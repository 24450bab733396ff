/// A layer that applies one of several sigmas: which, the program decides when it runs.
#pragma once

#include <handgrad/handgrad.hpp>

#include <array>

namespace lecture {

enum class sigma { sigmoid, relu, tanh, sin, cos };

/// sigma_1, sigma_2, .. of the network that is being computed.
inline std::array<sigma, 8> sequence;

/// Any sigma of N numbers a row; not a part of the layer, so that it is compiled once for all of them.
template <int N>
struct any_sigma {
    static void with(sigma s, auto f) {
        switch (s) {
        case sigma::sigmoid:
            return f(handgrad::activate<N, handgrad::sigmoid>{});
        case sigma::relu:
            return f(handgrad::activate<N, handgrad::relu>{});
        case sigma::tanh:
            return f(handgrad::activate<N, handgrad::tanh>{});
        case sigma::sin:
            return f(handgrad::activate<N, handgrad::sin>{});
        case sigma::cos:
            return f(handgrad::activate<N, handgrad::cos>{});
        }
    }
    template <int B>
    static void forward(sigma s, auto z, auto p, auto tape, auto y) {
        with(s, [&](auto layer) { layer.template forward<B>(z, p, tape, y); });
    }
    template <int B, handgrad::write W>
    static void vjp(sigma s, auto z, auto y, auto p, auto tape, auto g, auto g_in, auto dp) {
        with(s, [&](auto layer) { layer.template vjp<B, W>(z, y, p, tape, g, g_in, dp); });
    }
};

/// sigma_I, as `sequence` says.
template <int I, int N>
struct chosen_sigma {
    static constexpr int inputs = N, outputs = N, parameter_count = 0;
    template <int B>
    static constexpr int tape_size = 0;

    template <int B>
    static void forward(auto z, auto p, auto /*tape*/, auto y) {
        any_sigma<N>::template forward<B>(sequence[I - 1], z, p, handgrad::discard{}, y);
    }
    template <int B, handgrad::write W>
    static void vjp(auto z, auto y, auto p, auto tape, auto g, auto g_in, auto dp) {
        any_sigma<N>::template vjp<B, W>(sequence[I - 1], z, y, p, tape, g, g_in, dp);
    }
    static void initialize(auto /*p*/, handgrad::rng&) {}
};

} // namespace lecture
