/// The forward and the backward pass, as folds over the stages of a network.
#pragma once

#include <handgrad/network/workspace.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/back.hpp>
#include <boost/hana/drop_back.hpp>
#include <boost/hana/fold_left.hpp>
#include <boost/hana/fold_right.hpp>
#include <boost/hana/scan_left.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/zip.hpp>

namespace handgrad::inline HANDGRAD_ISA {

namespace detail {

namespace hana = boost::hana;

/// A layer with the places of one pass of B rows: its parameters, its tape and its output.
template <class Layer, int B, class T, class Tape>
struct stage {
    view<const T, 1, Layer::parameter_count> p;
    Tape tape;
    view<T, B, Layer::outputs> y;

    /// Z_{i+1} from Z_i.
    HANDGRAD_INLINE constexpr view<const T, B, Layer::outputs>
    forward(view<const T, B, Layer::inputs> z) const {
        Layer::template forward<B>(z, p, tape, y);
        return y;
    }
};

/// The same with the places of the backward pass: where G_i and dl/dp go.
template <class Layer, int B, class T, class GIn>
struct training_stage : stage<Layer, B, T, view<T, 1, Layer::template tape_size<B>>> {
    GIn g_in;
    view<T, 1, Layer::parameter_count> dp;

    /// G_i, from Z_i and G_{i+1}; dl/dp on the way.
    template <write W>
    HANDGRAD_INLINE constexpr GIn backward(view<const T, B, Layer::inputs> z,
                                           view<T, B, Layer::outputs> g) const {
        using constant_tape = view<const T, 1, Layer::template tape_size<B>>;
        using constant_output = view<const T, B, Layer::outputs>;
        Layer::template vjp<B, W>(z, constant_output(this->y), this->p, constant_tape(this->tape), g, g_in,
                                  dp);
        return g_in;
    }
};

/// The stages of a pass, first to last, from a function of the layer's number.
template <class Network, class F>
HANDGRAD_INLINE constexpr auto make_stages(F stage_of) {
    return [&]<int... I>(std::integer_sequence<int, I...>) HANDGRAD_INLINE_LAMBDA {
        return hana::make_tuple(stage_of(std::integral_constant<int, I + 1>{})...);
    }
    (std::make_integer_sequence<int, Network::depth>{});
}

/// Z_{L+1} = f(Z_1), written to `y`; nothing else is kept.
template <class Network, int B, class T, class P, class Buffers>
constexpr void infer(const P& p, view<const T, B, Network::inputs> x, Buffers& buffers,
                     view<T, B, Network::outputs> y) {
    const auto stages =
        make_stages<Network>([&]<int I>(std::integral_constant<int, I>) HANDGRAD_INLINE_LAMBDA {
            using inference_stage = stage<typename Network::template layer_type<I>, B, T, discard>;
            if constexpr (I == Network::depth)
                return inference_stage{p.template layer<I>(), {}, y};
            else
                return inference_stage{p.template layer<I>(), {}, buffers.template output<I, B>()};
        });
    hana::fold_left(stages, x, [](auto z, const auto& s) HANDGRAD_INLINE_LAMBDA { return s.forward(z); });
}

/// One forward and one backward pass over B rows: returns start + the sum of the rows' losses, writes or adds
/// the parameters' gradient, weighted, and writes the input's to `dx` unless that is `discard`.
template <class Network, int B, write W, class T, class P, class Loss, class Target, class Gradient,
          class Workspace, class DX>
constexpr T loss_and_gradient(const Loss& loss, T start, const P& p, view<const T, B, Network::inputs> x,
                              Target target, T weight, Gradient& gradient, Workspace& ws, DX dx) {
    const auto stages =
        make_stages<Network>([&]<int I>(std::integral_constant<int, I>) HANDGRAD_INLINE_LAMBDA {
            using layer = typename Network::template layer_type<I>;
            const stage<layer, B, T, view<T, 1, layer::template tape_size<B>>> forward{
                p.template layer<I>(), ws.template tape<I, B>(), ws.template output<I, B>()};
            if constexpr (I == 1)
                return training_stage<layer, B, T, DX>{forward, dx, gradient.template layer<I>()};
            else
                return training_stage<layer, B, T, view<T, B, layer::inputs>>{
                    forward, ws.template gradient<I - 1, B>(), gradient.template layer<I>()};
        });

    // (Z_1 .. Z_{L+1}), then l and G_{L+1}, then G_L .. G_1.
    const auto z = hana::scan_left(
        stages, x, [](auto z_i, const auto& s) HANDGRAD_INLINE_LAMBDA { return s.forward(z_i); });
    const auto g = ws.template gradient<Network::depth, B>();
    const T sum = loss(start, hana::back(z), target, weight, g);
    hana::fold_right(hana::zip(stages, hana::drop_back(z)), g,
                     [](const auto& stage_and_z, auto g_next) HANDGRAD_INLINE_LAMBDA {
                         const auto& s = hana::at_c<0>(stage_and_z);
                         return s.template backward<W>(hana::at_c<1>(stage_and_z), g_next);
                     });
    return sum;
}

} // namespace detail

} // namespace handgrad::inline HANDGRAD_ISA
