/// What layers share that make one number of each channel under a window.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/layer/compose/stack.hpp>
#include <handgrad/layer/concept.hpp>
#include <handgrad/layer/window/window_verdict.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The first mistake in the arguments of a pool, named for `Pool`.
template <class Pool, class Image, class Window, class... Options>
struct pool2d_verdict {
    static consteval auto judge() {
        using of_options =
            typename decltype(options_of<Pool, kind_of_stride>::template judge<Options...>())::type;
        if constexpr (!is_image<Image>)
            return verdict_is<mistake::not_an_image<Pool, Image>>;
        else if constexpr (!is_window<Window>)
            return verdict_is<mistake::not_a_window<Pool, Window>>;
        else if constexpr (!is_well_formed<of_options>)
            return verdict_is<of_options>;
        else
            return judge_grid<Pool, Image, Window,
                              option_or<kind_of_stride, stride<Window::height, Window::width>, Options...>,
                              padding<0>>();
    }
    using type = typename decltype(judge())::type;
};

template <class Image, class Window, class... Options>
struct pool2d_arguments {
    static consteval auto find_grid() {
        if constexpr (is_well_formed<typename pool2d_verdict<void, Image, Window, Options...>::type>)
            return std::type_identity<
                window_grid<Image, Window,
                            option_or<kind_of_stride, stride<Window::height, Window::width>, Options...>>>{};
        else
            return std::type_identity<window_grid<image<1, 1>, window<1>, stride<1>>>{};
    }
    using grid = typename decltype(find_grid())::type;
};

/// y = f(the numbers of the channel under the window), for each position and channel, where f is
/// `Pooling`'s. Pooling offers, as static members, for the numbers in the order line, column,
///     template <int Count> V forward(at)                 y, from at(0) .. at(Count - 1)
///     template <int Count> void vjp(at, g, add)          add(k, dl/d(number k)) for each, from g = dl/dy
/// Neighbouring channels are the lanes of V. Self is the layer, which says what is wrong with it.
template <class Self, class Grid, class Pooling>
struct pool2d {
    using input_shape = typename Grid::picture;
    using output_shape = image<Grid::rows, Grid::cols, input_shape::channels>;
    static constexpr int inputs = input_shape::size, outputs = output_shape::size, parameter_count = 0;
    template <int>
    static constexpr int tape_size = 0;
    static constexpr bool reads_output = false;
    template <int B, class T>
    static constexpr stack_arrays arrays{};

    template <int B, class T, class Tape>
    static constexpr void forward(view<const T, B, inputs> z, view<const T, 1, 0>, Tape,
                                  view<T, B, outputs> y) {
        if constexpr (!is_well_formed<typename Self::verdict>) {
            using reported [[maybe_unused]] = detail::report<decltype(typename Self::verdict{})>;
        }
        for_each_window<B, T>([&]<class V>(int from, int to, auto lanes) HANDGRAD_INLINE_LAMBDA {
            const V pooled = Pooling::template forward<V, count>(
                [&](int k) HANDGRAD_INLINE_LAMBDA { return lanes.load(z.data() + from + offset(k)); });
            lanes.store(y.data() + to, pooled);
        });
    }

    template <int B, write, class T, class GIn>
    static constexpr void vjp(view<const T, B, inputs> z, view<const T, B, outputs>, view<const T, 1, 0>,
                              view<const T, 1, 0>, view<T, B, outputs> g, [[maybe_unused]] GIn g_in,
                              view<T, 1, 0>) {
        if constexpr (!is_discarded<GIn>) {
            kernel::map<T, B * inputs>([](auto x) HANDGRAD_INLINE_LAMBDA { return decltype(x)(0); },
                                       g_in.data(), z.data());
            for_each_window<B, T>([&]<class V>(int from, int to, auto lanes) HANDGRAD_INLINE_LAMBDA {
                Pooling::template vjp<V, count>(
                    [&](int k) HANDGRAD_INLINE_LAMBDA { return lanes.load(z.data() + from + offset(k)); },
                    lanes.load(g.data() + to),
                    [&](int k, V gradient) HANDGRAD_INLINE_LAMBDA {
                        T* const pixel = g_in.data() + from + offset(k);
                        lanes.store(pixel, lanes.load(pixel) + gradient);
                    });
            });
        }
    }

    template <class T>
    static constexpr void initialize(view<T, 1, 0>, rng&) {}

private:
    static constexpr int count = Grid::down.covered * Grid::across.covered;

    /// From the first number of a window's channel to number k.
    static constexpr int offset(int k) {
        return (k / Grid::across.covered * input_shape::width + k % Grid::across.covered) *
               input_shape::channels;
    }

    /// f.operator()<V>(from, to, block) for every position of B pictures, whose window begins with number
    /// `from` of Z and whose result is number `to` of Y, and every block of its channels.
    template <int B, class T, class F>
    HANDGRAD_INLINE static constexpr void for_each_window(F f) {
        simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            for (int r = 0; r < B * Grid::rows; ++r)
                for (int o = 0; o < Grid::cols; ++o) {
                    const int line = r % Grid::rows * Grid::down.step, pixel = o * Grid::across.step;
                    const int from =
                        r / Grid::rows * inputs + (line * input_shape::width + pixel) * input_shape::channels;
                    const int to = (r * Grid::cols + o) * input_shape::channels;
                    kernel::for_each_block<V, input_shape::channels>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                        f.template operator()<V>(from, to, lanes);
                    });
                }
        });
    }
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
