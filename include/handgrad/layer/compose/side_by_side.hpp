/// Layers that all work on the same input: what add and concatenate have in common.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/layer/activate.hpp>
#include <handgrad/layer/compose/chain_layout.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The tape of layers side by side over B rows: for each, its output if its backward pass reads it, and its
/// tape. The scratch: one output (or its gradient), one gradient of the input, what the layer at work wants.
template <extent B, class... Branches>
class branch_layout {
    template <int I>
    using branch = std::tuple_element_t<I - 1, std::tuple<Branches...>>;

    static constexpr extent after = rows_after<branch<1>>(B);

    template <int I>
    static constexpr int output_size = reads_output<branch<I>> ? padded(after* branch<I>::outputs) : 0;
    template <int I>
    static consteval int end_of_branch() {
        if constexpr (I == 0)
            return 0;
        else
            return end_of_branch<I - 1>() + output_size<I> + padded(branch<I>::template tape_size<B>);
    }
    static constexpr int input_offset = padded(after * largest(int(Branches::outputs)...));
    static constexpr int inner_offset = input_offset + padded(B * branch<1>::inputs);

public:
    /// The rows that come to branch I.
    template <int I>
    static constexpr extent before = B;
    static constexpr int tape_size = end_of_branch<sizeof...(Branches)>();
    static constexpr int scratch_size = inner_offset + largest(scratch_size_of<Branches, B>...);

    /// The output of branch I on the tape, if it is kept.
    template <int I, class T>
    HANDGRAD_INLINE static constexpr view<T, after, branch<I>::outputs> output(view<T, 1, tape_size> t) {
        return view<T, after, branch<I>::outputs>(t.data() + end_of_branch<I - 1>());
    }
    template <int I, class T>
    HANDGRAD_INLINE static constexpr auto tape(view<T, 1, tape_size> t) {
        return view<T, 1, branch<I>::template tape_size<B>>(t.data() + end_of_branch<I - 1>() +
                                                            output_size<I>);
    }
    template <int I, class T>
    HANDGRAD_INLINE static constexpr view<T, after, branch<I>::outputs> output_buffer(T* scratch) {
        return view<T, after, branch<I>::outputs>(scratch);
    }
    template <class T>
    HANDGRAD_INLINE static constexpr view<T, B, branch<1>::inputs> input_buffer(T* scratch) {
        return view<T, B, branch<1>::inputs>(scratch + input_offset);
    }
    /// The part of branch I of what layers side by side are given.
    template <int I, class Tape, class T, class Memory>
    HANDGRAD_INLINE static constexpr auto options(Tape all, view<T, 1, scratch_size> scratch, Memory state) {
        T* const inner = scratch.data() + inner_offset;
        if constexpr (is_discarded<Tape>)
            return optional_arguments<Tape, T, Memory>{all, inner, state};
        else
            return optional_arguments<decltype(tape<I>(all)), T, Memory>{tape<I>(all), inner, state};
    }
};

/// Join says how the outputs Y_i of the branches make the result Y, in functions of the branch's number:
///     put<I>(Y_i, Y)                 Y_i into Y; called in the order of I
///     take<I>(G, G_i)                G_i, from G = dl/dY
///     place<I>(Y), if is_in_place<I, after(B)>   where in Y branch I may write Y_i itself
template <class Join, class... Branches>
struct side_by_side : layer_list<Branches...> {
private:
    using base = layer_list<Branches...>;
    template <int I>
    using branch = typename base::template layer_type<I>;
    template <extent B>
    using layout = branch_layout<B, as_layer<Branches>...>;

public:
    static constexpr int parameter_count = base::parameter_count;
    static constexpr int inputs = branch<1>::inputs;
    static constexpr int outputs = Join::outputs;
    /// What all of them make of so many rows.
    static constexpr extent after(extent rows) { return rows_after<branch<1>>(rows); }
    template <extent B>
    static constexpr int tape_size = layout<B>::tape_size;
    template <extent B>
    static constexpr int scratch_size = layout<B>::scratch_size;
    static constexpr bool steps_in_vjp = true;
    static constexpr bool reads_output = false;

    /// What all of them have in common.
    static constexpr int stride = stride_of<branch<1>>;

    /// `p` holds the parameters, or the frozen forms of the branches.
    template <extent B, class T, class P, class Tape, class... Memory>
    static constexpr void forward(view<const typename base::template input_number<T>, B, inputs> z, P p,
                                  Tape tape, view<T, after(B), outputs> y,
                                  view<T, 1, scratch_size<B>> scratch, Memory... state) {
        using places = layout<B>;
        base::for_each_layer([&]<int I>(std::integral_constant<int, I>) HANDGRAD_INLINE_LAMBDA {
            if constexpr (is_skip<branch<I>>) {
                Join::template put<I>(z, y);
            } else {
                constexpr bool kept = handgrad::reads_output<branch<I>> && !is_discarded<Tape>;
                const auto y_i = [&] {
                    if constexpr (kept)
                        return places::template output<I>(tape);
                    else if constexpr (Join::template is_in_place<I, after(B)>)
                        return Join::template place<I>(y);
                    else
                        return places::template output_buffer<I>(scratch.data());
                }();
                run_forward<branch<I>, B, T>(
                    z, base::template parameters_of<I>(p), y_i,
                    places::template options<I>(tape, scratch, base::template memory_of<I>(state...)));
                if constexpr (kept || !Join::template is_in_place<I, after(B)>)
                    Join::template put<I>(view<const T, after(B), branch<I>::outputs>(y_i), y);
            }
        });
    }

    template <extent B, write W, class T, class GIn, class DP, class... Memory>
    static constexpr void vjp(view<const typename base::template input_number<T>, B, inputs> z,
                              [[maybe_unused]] view<const T, after(B), outputs> y,
                              view<const T, 1, parameter_count> p, view<const T, 1, tape_size<B>> tape,
                              view<T, after(B), outputs> g, GIn g_in, DP dp,
                              view<T, 1, scratch_size<B>> scratch, Memory... dstate) {
        using places = layout<B>;
        base::for_each_layer([&]<int I>(std::integral_constant<int, I>) HANDGRAD_INLINE_LAMBDA {
            if constexpr (is_discarded<GIn> && learned_count<branch<I>> == 0 && !has_memory<branch<I>>) {
                base::template leave_unlearned<I, W>(dp);
                return;
            }
            const view<T, after(B), branch<I>::outputs> g_i =
                places::template output_buffer<I>(scratch.data());
            Join::template take<I>(view<const T, after(B), outputs>(g), g_i);
            const auto to = [&] {
                if constexpr (is_discarded<GIn> || I == 1)
                    return g_in;
                else
                    return places::input_buffer(scratch.data());
            }();
            const auto y_i = [&] {
                if constexpr (handgrad::reads_output<branch<I>>)
                    return places::template output<I>(tape);
                else
                    return view<const T, after(B), branch<I>::outputs>(
                        g_i); // any place will do: it is not read
            }();
            run_vjp<branch<I>, B, W, T>(
                z, y_i, base::template parameters_of<I>(p), g_i, to, base::template parameters_of<I>(dp),
                places::template options<I>(tape, scratch, base::template memory_of<I>(dstate...)));
            if constexpr (!is_discarded<GIn>)
                if constexpr (I > 1)
                    kernel::map<T, B * inputs>(
                        [](auto sum, auto next) HANDGRAD_INLINE_LAMBDA { return sum + next; }, g_in.data(),
                        static_cast<const T*>(g_in.data()), static_cast<const T*>(to.data()));
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
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
