/// Dropout with one mask for all steps of a sequence.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/core/extent.hpp>
#include <handgrad/layer/dropout.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// y_t = x_t o m / (1 - rate) in training, where each element of m is 0 with probability `rate`, else 1, and
/// the same for all steps of a sequence; y_t = x_t otherwise (Y. Gal, Z. Ghahramani, "A theoretically
/// grounded application of dropout in recurrent neural networks", 2016; Keras' SpatialDropout1D)    x_t, y_t:
/// (1, N)
///
/// The rate is a std::ratio. What is dropped depends on the workspace's random(), on the layer's place in the
/// network and on the sequence's number in its batch. The tape keeps m / (1 - rate) of each sequence.
template <int N = 0, class Rate = std::ratio<1, 2>>
struct sequence_dropout {
    static constexpr double rate = dropout<N, Rate>::rate;
    using verdict = std::conditional_t<is_well_formed<typename dropout<N, Rate>::verdict>, well_formed,
                                       mistake::not_a_dropout_rate<sequence_dropout>>;

    static constexpr int inputs = N, outputs = N, parameter_count = 0;
    static constexpr bool in_time = true;
    static constexpr bool reads_output = false;
    static constexpr bool keeps_shape = true;
    template <extent S>
    static constexpr int tape_size = S.sequences* N;

    template <extent S, class T>
    static constexpr void draw(view<T, 1, tape_size<S>> tape, std::uint64_t key, std::ptrdiff_t first_row) {
        detail::draw_masks<Rate, N>(tape.data(), S.sequences, key, first_row / S.steps);
    }

    template <extent S, class T, class Tape>
    static constexpr void forward(view<const T, S, N> x, view<const T, 1, 0>, [[maybe_unused]] Tape tape,
                                  view<T, S, N> y) {
        if constexpr (is_discarded<Tape>)
            detail::copy(x, y);
        else
            mask<S>(x.data(), static_cast<const T*>(tape.data()), y.data());
    }

    template <extent S, write, class T, class GIn>
    static constexpr void vjp(view<const T, S, N>, view<const T, S, N>, view<const T, 1, 0>,
                              view<const T, 1, tape_size<S>> tape, view<T, S, N> g, GIn g_in, view<T, 1, 0>) {
        if constexpr (!is_discarded<GIn>) mask<S>(static_cast<const T*>(g.data()), tape.data(), g_in.data());
    }

    template <class T>
    static constexpr void initialize(view<T, 1, 0>, rng&) {}

private:
    template <extent S, class T>
    static constexpr void mask(const T* from, const T* masks, T* to) {
        for (int b = 0; b < S.sequences; ++b)
            for (int t = 0; t < S.steps; ++t) {
                const int first = (b * S.steps + t) * N;
                kernel::map<T, N>([](auto x, auto factor) HANDGRAD_INLINE_LAMBDA { return x * factor; },
                                  to + first, from + first, masks + b * N);
            }
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
