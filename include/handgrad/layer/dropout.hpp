/// Inverted dropout.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/verdict.hpp>
#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/layer/options.hpp>

#include <ratio>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Layer>
struct not_a_dropout_rate {
    static constexpr bool is_probability = Layer::rate >= 0 && Layer::rate < 1;
    static_assert(is_probability, "the rate of a dropout layer is a std::ratio from 0 to less than 1");
};

} // namespace mistake

namespace detail {

/// M / (1 - rate) for `count` rows of N numbers, each of which is 0 with probability `Rate`. Row r is drawn
/// by key + first + r.
template <class Rate, int N, class T>
constexpr void draw_masks(T* to, int count, std::uint64_t key, std::ptrdiff_t first) {
    constexpr double rate = static_cast<double>(Rate::num) / static_cast<double>(Rate::den);
    constexpr auto threshold = static_cast<std::uint32_t>(rate * 0x1p32);
    constexpr T kept = static_cast<T>(1 / (1 - rate));
    for (int r = 0; r < count; ++r) {
        rng random{key + static_cast<std::uint64_t>(first + r)};
        std::uint64_t bits = 0;
        for (int c = 0; c < N; ++c) {
            bits = c % 2 == 0 ? random() : bits >> 32;
            to[r * N + c] = static_cast<std::uint32_t>(bits) < threshold ? T(0) : kept;
        }
    }
}

} // namespace detail

/// Y = Z o M / (1 - rate) in training, where each element of M is 0 with probability `rate`, else 1; Y = Z
/// otherwise (N. Srivastava et al., "Dropout", 2014; scaled in training, as in PyTorch)   Z, Y: (B, N)
///
/// The rate is a std::ratio. What is dropped depends on the workspace's random(), which counts the passes, on
/// the layer's place in the network and on the row's number in its batch: the same seed gives the same masks,
/// however a batch is cut. The tape keeps M / (1 - rate).
template <int N = 0, class Rate = std::ratio<1, 2>>
struct dropout {
    static constexpr double rate = static_cast<double>(Rate::num) / static_cast<double>(Rate::den);
    using verdict =
        std::conditional_t<(rate >= 0 && rate < 1), well_formed, mistake::not_a_dropout_rate<dropout>>;

    static constexpr int inputs = N, outputs = N, parameter_count = 0;
    template <int B>
    static constexpr int tape_size = B* N;
    static constexpr bool reads_output = false;
    static constexpr bool keeps_shape = true;

    template <int B, class T>
    static constexpr void draw(view<T, 1, tape_size<B>> tape, std::uint64_t key, std::ptrdiff_t first_row) {
        detail::draw_masks<Rate, N>(tape.data(), B, key, first_row);
    }

    template <int B, class T, class Tape>
    static constexpr void forward(view<const T, B, N> z, view<const T, 1, 0>, [[maybe_unused]] Tape tape,
                                  view<T, B, N> y) {
        if constexpr (is_discarded<Tape>)
            kernel::map<T, B * N>([](auto x) HANDGRAD_INLINE_LAMBDA { return x; }, y.data(), z.data());
        else
            kernel::map<T, B * N>([](auto x, auto factor) HANDGRAD_INLINE_LAMBDA { return x * factor; },
                                  y.data(), z.data(), static_cast<const T*>(tape.data()));
    }

    template <int B, write, class T, class GIn>
    static constexpr void vjp(view<const T, B, N>, view<const T, B, N>, view<const T, 1, 0>,
                              view<const T, 1, tape_size<B>> tape, view<T, B, N> g, GIn g_in, view<T, 1, 0>) {
        if constexpr (!is_discarded<GIn>)
            kernel::map<T, B * N>([](auto gradient, auto factor)
                                      HANDGRAD_INLINE_LAMBDA { return gradient * factor; },
                                  g_in.data(), static_cast<const T*>(g.data()), tape.data());
    }

    template <class T>
    static constexpr void initialize(view<T, 1, 0>, rng&) {}
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
