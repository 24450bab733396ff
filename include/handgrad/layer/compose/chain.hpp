/// A chain of layers, which is a layer too: what networks, and layers made of layers, are built on.
#pragma once

#include <handgrad/core/push_macros.hpp>

// First, so that the compiler's message about a mistake need not say by which headers it comes here.
#include <handgrad/layer/verdict.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/layer/compose/chain_layout.hpp>

#include <boost/hana/ext/std/integer_sequence.hpp>
#include <boost/hana/fold_left.hpp>
#include <boost/hana/fold_right.hpp>

#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

namespace hana = boost::hana;

/// First .. Last, the numbers as types: what Hana folds over.
template <int First, int Last>
inline constexpr auto layer_numbers = []<int... I>(std::integer_sequence<int, I...>) {
    return std::integer_sequence<int, First + I...>{};
}
(std::make_integer_sequence<int, Last + 1 - First>{});

/// Layers, first to last, each expecting as many inputs as the one before produces:
///     Z_1 = X      Z_{i+1} = f_i(Z_i)      i = 1 .. depth
/// It is a layer as layer/concept.hpp defines it. Its tape holds Z_2 .. Z_depth and the layers' tapes; its
/// scratch the two buffers between which the Z_i (without a tape) or the G_i alternate.
template <class... Layers>
struct chain : layer_list<Layers...> {
private:
    using base = layer_list<Layers...>;

public:
    template <class... Others>
    using rebuilt = chain<Others...>;
    static constexpr bool in_sequence = true;

    static constexpr int depth = base::depth;
    static constexpr int parameter_count = base::parameter_count;
    template <int I>
    using layer_type = typename base::template layer_type<I>;
    template <extent B>
    using layout = chain_layout<B, as_layer<Layers>...>;

    static constexpr int inputs = layer_type<1>::inputs;
    static constexpr int outputs = layer_type<depth>::outputs;

    static constexpr extent after(extent rows) {
        ((rows = rows_after<Layers>(rows)), ...);
        return rows;
    }
    static constexpr int stride = (1 * ... * stride_of<Layers>);
    template <extent B>
    static constexpr int tape_size = layout<B>::tape_size;
    template <extent B>
    static constexpr int scratch_size = layout<B>::scratch_size;
    static constexpr bool steps_in_vjp = true;
    static constexpr bool reads_output = handgrad::reads_output<layer_type<depth>>;

    /// `p` holds the parameters, or the frozen forms of the layers.
    template <extent B, class T, class P, class Tape, class Y, class... Memory>
    static constexpr void forward(view<const typename base::template input_number<T>, B, inputs> z, P p,
                                  Tape tape, Y y, view<T, 1, scratch_size<B>> scratch, Memory... state) {
        using places = layout<B>;
        // Layers 1 .. depth, the last only if somebody wants its output.
        constexpr int last = is_discarded<Y> ? depth - 1 : depth;
        hana::fold_left(layer_numbers<1, last>, z,
                        [&]<int I>(auto z_i, std::integral_constant<int, I>) HANDGRAD_INLINE_LAMBDA {
                            const auto z_next = [&] {
                                if constexpr (I == depth)
                                    return y;
                                else if constexpr (is_discarded<Tape>)
                                    return places::template alternating<I>(scratch);
                                else
                                    return places::template output<I>(tape);
                            }();
                            run_forward<layer_type<I>, places::template before<I>, T>(
                                z_i, base::template parameters_of<I>(p), z_next,
                                places::template options<I>(tape, scratch, remembered<I>(state...)));
                            return view<const T, places::template after<I>, layer_type<I>::outputs>(z_next);
                        });
    }

    /// forward, for the sake of the tape alone; `y` is somewhere to write to if tape_needs_output.
    template <extent B>
    static constexpr bool tape_needs_output = layer_type<depth>::template tape_size<B> > 0;
    template <extent B, class T, class... Memory>
    static constexpr void fill_tape(view<const typename base::template input_number<T>, B, inputs> z,
                                    view<const T, 1, parameter_count> p, view<T, 1, tape_size<B>> tape,
                                    [[maybe_unused]] view<T, after(B), outputs> y,
                                    view<T, 1, scratch_size<B>> scratch, Memory... state) {
        if constexpr (tape_needs_output<B>)
            forward<B>(z, p, tape, y, scratch, state...);
        else
            forward<B>(z, p, tape, discard{}, scratch, state...);
    }

    template <extent B, write W, class T, class GIn, class DP, class... Memory>
    static constexpr void vjp(view<const typename base::template input_number<T>, B, inputs> z,
                              view<const T, after(B), outputs> y, view<const T, 1, parameter_count> p,
                              view<const T, 1, tape_size<B>> tape, view<T, after(B), outputs> g, GIn g_in,
                              DP dp, view<T, 1, scratch_size<B>> scratch, Memory... dstate) {
        discard nothing;
        vjp_keeping<B, W>(nothing, z, y, p, tape, g, g_in, dp, scratch, dstate...);
    }

    /// The same; `keep`, if it is not discard, says where G_{I+1} is to be kept: keep.template gradient<I +
    /// 1, B>().
    template <extent B, write W, class Keep, class T, class GIn, class DP, class... Memory>
    static constexpr void
    vjp_keeping([[maybe_unused]] Keep& keep, view<const typename base::template input_number<T>, B, inputs> z,
                view<const T, after(B), outputs> y, view<const T, 1, parameter_count> p,
                view<const T, 1, tape_size<B>> tape, view<T, after(B), outputs> g, GIn g_in, DP dp,
                view<T, 1, scratch_size<B>> scratch, Memory... dstate) {
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
        hana::fold_right(layer_numbers<first, depth>, g,
                         [&]<int I>(std::integral_constant<int, I> i, auto g_next) HANDGRAD_INLINE_LAMBDA {
                             if constexpr (!is_discarded<Keep>)
                                 detail::copy(g_next, keep.template gradient<I + 1, B>());
                             const auto g_i = [&] {
                                 if constexpr (I == first)
                                     return g_in;
                                 else
                                     return places::template alternating<I - 1>(scratch);
                             }();
                             run_vjp<layer_type<I>, places::template before<I>, W, T>(
                                 output(std::integral_constant<int, I - 1>{}), output(i),
                                 base::template parameters_of<I>(p), g_next, g_i,
                                 base::template parameters_of<I>(dp),
                                 places::template options<I>(tape, scratch, remembered<I>(dstate...)));
                             return g_i;
                         });
        base::for_each_layer([&]<int I>(std::integral_constant<int, I>) HANDGRAD_INLINE_LAMBDA {
            if constexpr (I < first) base::template leave_unlearned<I, W>(dp);
        });
    }

    template <extent B, class T>
        requires(base::any_draws)
    static constexpr void draw(view<T, 1, tape_size<B>> tape, std::uint64_t key, std::ptrdiff_t first_row) {
        base::template draw_each<layout<B>>(tape, key, first_row);
    }
    template <extent B, class T>
        requires(base::any_has_statistics)
    static constexpr void update_statistics(view<T, 1, parameter_count> p,
                                            view<const T, 1, tape_size<B>> tape) {
        base::template update_each<layout<B>>(p, tape);
    }

private:
    /// How many steps of the chain make one of layer I's.
    template <int I>
    static constexpr int stride_before = [] {
        int product = 1, number = 0;
        ((product *= ++number < I ? stride_of<Layers> : 1), ...);
        return product;
    }();
    template <int I, class... Memory>
    HANDGRAD_INLINE static constexpr auto remembered(Memory... state) {
        return base::template memory_of<I, stride_before<I>>(state...);
    }

    /// The first layer that learns, or whose state has a gradient; depth + 1 if there is none.
    static constexpr int first_learner = [] {
        int before = 0;
        bool found = false;
        ((found = found || learned_count<Layers> > 0 || has_memory<Layers>, before += found ? 0 : 1), ...);
        return before + 1;
    }();
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
