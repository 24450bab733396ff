/// Networks to be frozen.
#pragma once

#include <handgrad/handgrad.hpp>

namespace subjects {

namespace hg = handgrad;

/// Random parameters, biases and all.
template <class Net, class T = float>
constexpr hg::parameters<Net, T> random_parameters() {
    hg::parameters<Net, T> p;
    hg::rng random{1};
    Net::initialize(p, random);
    for (T& x : p)
        if (x == 0) x = random.uniform<T>(T(-0.5), T(0.5));
    return p;
}

template <class T, int R, int C>
constexpr hg::matrix<T, R, C> random_rows(std::uint64_t seed) {
    hg::matrix<T, R, C> x;
    hg::rng random{seed};
    for (T& v : x) v = random.uniform<T>(-1, 1);
    return x;
}

/// Two chains, no bias; one chain in two panels, the last vector not full; eight chains, few outputs.
using dense_layers =
    hg::network<hg::dense<35, 26, hg::relu, hg::no_bias>, hg::dense<26, 83, hg::relu>, hg::dense<83, 11>>;

/// A user's own layer: y = 2 z.
struct twice {
    static constexpr int inputs = 24, outputs = 24, parameter_count = 0;
    template <int B>
    static constexpr int tape_size = 0;
    template <int B, class T>
    static constexpr void forward(hg::view<const T, B, 24> z, hg::view<const T, 1, 0>, auto,
                                  hg::view<T, B, 24> y) {
        for (int i = 0; i < B * 24; ++i) y.data()[i] = z.data()[i] + z.data()[i];
    }
    template <int B, hg::write, class T, class GIn>
    static constexpr void vjp(hg::view<const T, B, 24>, hg::view<const T, B, 24>, hg::view<const T, 1, 0>,
                              hg::view<const T, 1, 0>, hg::view<T, B, 24> g, GIn g_in, hg::view<T, 1, 0>) {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < 24; ++c) g_in(r, c) = g(r, c) + g(r, c);
    }
    static constexpr void initialize(auto, hg::rng&) {}
};

/// Every other kind of layer.
using other_layers =
    hg::network<hg::dense<9, 24, hg::relu>, hg::residual<hg::dense<24, 40, hg::relu>, hg::dense<40, 24>>,
                hg::layer_norm<24>, twice, hg::network<hg::dropout<24>, hg::dense<24, 17, hg::relu>>,
                hg::concatenate<hg::skip<17>, hg::dense<17, 3>>,
                hg::projected_residual<hg::dense<20, 19, hg::relu>>, hg::batch_norm<19>,
                hg::activate<19, hg::relu>>;

} // namespace subjects
