/// A chain of layers, which is a layer too: what networks, and layers made of layers, are built on.
#pragma once

// First, so that the compiler's message about a mistake need not say by which headers it comes here.
#include <handgrad/layer/verdict.hpp>

#include <handgrad/layer/compose/chain_layout.hpp>

#include <boost/hana/fold_left.hpp>
#include <boost/hana/fold_right.hpp>
#include <boost/hana/tuple.hpp>

#include <algorithm>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

namespace hana = boost::hana;

/// A layer with the places of one forward pass of B rows: its parameters, its tape and its output.
template <class Layer, int B, class T, class Tape>
struct stage {
    view<const T, 1, Layer::parameter_count> p;
    Tape tape;
    view<T, B, Layer::outputs> y;
    T* scratch;

    /// Z_{i+1} from Z_i.
    HANDGRAD_INLINE constexpr view<const T, B, Layer::outputs>
    forward(view<const T, B, Layer::inputs> z) const {
        run_forward<Layer, B, T>(z, p, tape, y, scratch);
        return y;
    }
};

/// The same for one backward pass: its input, and where G_i and dl/dp go, or the step that dl/dp makes; and
/// where to keep G_{i+1}, which the layer may destroy, if somebody asks for it.
template <class Layer, int B, class T, class GIn, class DP, class Kept>
struct backward_stage {
    view<const T, B, Layer::inputs> z;
    view<const T, B, Layer::outputs> y;
    view<const T, 1, Layer::parameter_count> p;
    view<const T, 1, Layer::template tape_size<B>> tape;
    GIn g_in;
    DP dp;
    T* scratch;
    [[no_unique_address]] Kept kept;

    /// G_i, from G_{i+1}; dl/dp on the way.
    template <write W>
    HANDGRAD_INLINE constexpr GIn backward(view<T, B, Layer::outputs> g) const {
        if constexpr (!is_discarded<Kept>) std::copy(g.begin(), g.end(), kept.begin());
        run_vjp<Layer, B, W, T>(z, y, p, tape, g, g_in, dp, scratch);
        return g_in;
    }
};

/// Layers, first to last, each expecting as many inputs as the one before produces:
///     Z_1 = X      Z_{i+1} = f_i(Z_i)      i = 1 .. depth
/// It is a layer as layer/concept.hpp defines it. Its tape holds Z_2 .. Z_depth and the layers' tapes; its
/// scratch the two buffers between which the Z_i (without a tape) or the G_i alternate.
template <class... Layers>
struct chain : layer_list<Layers...> {
private:
    using base = layer_list<Layers...>;

public:
    static constexpr int depth = base::depth;
    static constexpr int parameter_count = base::parameter_count;
    template <int I>
    using layer_type = typename base::template layer_type<I>;
    template <int B>
    using layout = chain_layout<B, Layers...>;

    static constexpr int inputs = layer_type<1>::inputs;
    static constexpr int outputs = layer_type<depth>::outputs;

    /// The largest width between two layers.
    static constexpr int widest_hidden = [] {
        int widest = 0, number = 0;
        ((widest = std::max(widest, ++number < depth ? int(Layers::outputs) : 0)), ...);
        return widest;
    }();

    template <int B>
    static constexpr int tape_size = layout<B>::tape_size;
    template <int B>
    static constexpr int scratch_size = layout<B>::scratch_size;
    static constexpr bool steps_in_vjp = true;
    static constexpr bool reads_output = handgrad::reads_output<layer_type<depth>>;

    template <int B, class T, class Tape>
    static constexpr void forward(view<const T, B, inputs> z, view<const T, 1, parameter_count> p, Tape tape,
                                  view<T, B, outputs> y, view<T, 1, scratch_size<B>> scratch) {
        run<depth, B>(z, p, tape, y, scratch);
    }

    /// Whether the tape cannot be filled without an output.
    template <int B>
    static constexpr bool tape_needs_output = layer_type<depth>::template tape_size<B> > 0;

    /// forward, for the sake of the tape alone; `y` is somewhere to write to if tape_needs_output.
    template <int B, class T>
    static constexpr void fill_tape(view<const T, B, inputs> z, view<const T, 1, parameter_count> p,
                                    view<T, 1, tape_size<B>> tape, view<T, B, outputs> y,
                                    view<T, 1, scratch_size<B>> scratch) {
        run<tape_needs_output<B> ? depth : depth - 1, B>(z, p, tape, y, scratch);
    }

    /// `keep`, if it is given, says where G_{I+1} is to be kept: keep.template gradient<I + 1, B>().
    template <int B, write W, class T, class GIn, class DP, class Keep = discard>
    static constexpr void vjp(view<const T, B, inputs> z, view<const T, B, outputs> y,
                              view<const T, 1, parameter_count> p, view<const T, 1, tape_size<B>> tape,
                              view<T, B, outputs> g, GIn g_in, DP dp, view<T, 1, scratch_size<B>> scratch,
                              [[maybe_unused]] Keep&& keep = {}) {
        using places = layout<B>;
        const auto output = [&]<int I>(std::integral_constant<int, I>) HANDGRAD_INLINE_LAMBDA {
            if constexpr (I == 0)
                return z;
            else if constexpr (I == depth)
                return y;
            else
                return places::template output<I>(tape);
        };
        // Where nobody wants G_1, the way back ends at the first layer that learns.
        constexpr int first = is_discarded<GIn> ? first_learner : 1;
        const auto stage_of = [&]<int I>(std::integral_constant<int, I> i) HANDGRAD_INLINE_LAMBDA {
            const auto g_i = [&] {
                if constexpr (I == first)
                    return g_in;
                else
                    return places::template alternating<I - 1>(scratch);
            }();
            const auto dp_i = base::template parameters_of<I>(dp);
            const auto kept = [&] {
                if constexpr (is_discarded<std::remove_cvref_t<Keep>>)
                    return discard{};
                else
                    return keep.template gradient<I + 1, B>();
            }();
            return backward_stage<layer_type<I>, B, T, std::remove_const_t<decltype(g_i)>,
                                  std::remove_const_t<decltype(dp_i)>, std::remove_const_t<decltype(kept)>>{
                output(std::integral_constant<int, I - 1>{}),
                output(i),
                base::template parameters_of<I>(p),
                places::template tape<I>(tape),
                g_i,
                dp_i,
                places::inner_scratch(scratch),
                kept};
        };
        const auto stages = make_stages<first, depth>(stage_of);
        hana::fold_right(stages, g, [](const auto& s, auto g_next) HANDGRAD_INLINE_LAMBDA {
            return s.template backward<W>(g_next);
        });
        base::for_each_layer([&]<int I>(std::integral_constant<int, I>) HANDGRAD_INLINE_LAMBDA {
            if constexpr (I < first) base::template leave_unlearned<I, W>(dp);
        });
    }

    template <int B, class T>
        requires(base::any_draws)
    static constexpr void draw(view<T, 1, tape_size<B>> tape, std::uint64_t key, std::ptrdiff_t first_row) {
        base::template draw_each<B, layout<B>>(tape, key, first_row);
    }
    template <int B, class T>
        requires(base::any_has_statistics)
    static constexpr void update_statistics(view<T, 1, parameter_count> p,
                                            view<const T, 1, tape_size<B>> tape) {
        base::template update_each<B, layout<B>>(p, tape);
    }

private:
    /// Layers 1 .. Last.
    template <int Last, int B, class T, class Tape>
    HANDGRAD_INLINE static constexpr void run(view<const T, B, inputs> z, view<const T, 1, parameter_count> p,
                                              Tape tape, [[maybe_unused]] view<T, B, outputs> y,
                                              view<T, 1, scratch_size<B>> scratch) {
        using places = layout<B>;
        const auto stage_of = [&]<int I>(std::integral_constant<int, I>) HANDGRAD_INLINE_LAMBDA {
            const auto output = [&] {
                if constexpr (I == depth)
                    return y;
                else if constexpr (is_discarded<Tape>)
                    return places::template alternating<I>(scratch);
                else
                    return places::template output<I>(tape);
            }();
            const auto layer_tape = [&] {
                if constexpr (is_discarded<Tape>)
                    return tape;
                else
                    return places::template tape<I>(tape);
            }();
            return stage<layer_type<I>, B, T, std::remove_const_t<decltype(layer_tape)>>{
                base::template parameters_of<I>(p), layer_tape, output, places::inner_scratch(scratch)};
        };
        hana::fold_left(make_stages<1, Last>(stage_of), z,
                        [](auto z_i, const auto& s) HANDGRAD_INLINE_LAMBDA { return s.forward(z_i); });
    }

    /// depth + 1 if none learns.
    static constexpr int first_learner = [] {
        int before = 0;
        bool found = false;
        ((found = found || learned_count<Layers> > 0, before += found ? 0 : 1), ...);
        return before + 1;
    }();

    /// The tuple of f(First) .. f(Last), the numbers as types.
    template <int First, int Last, class F>
    HANDGRAD_INLINE static constexpr auto make_stages(F f) {
        return [&]<int... I>(std::integer_sequence<int, I...>) HANDGRAD_INLINE_LAMBDA {
            return hana::make_tuple(f(std::integral_constant<int, First + I>{})...);
        }
        (std::make_integer_sequence<int, Last + 1 - First>{});
    }
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad
