/// Where the numbers of a chain of layers are.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/layer/compose/layer_list.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// Numbers that a buffer of `size` occupies if the next one is to begin on a cache line, be they floats or
/// doubles.
constexpr int padded(int size) { return (size + 15) / 16 * 16; }

/// The tape of a chain of layers over B rows: Z_{I+1} and the tape of each layer I in turn, the last output,
/// which is not the chain's to keep, left out. Its scratch: two buffers between which the outputs (or the
/// gradients) of layers 1 .. depth - 1 alternate, then what the layer at work wants.
template <extent B, class... Layers>
class chain_layout {
    template <int I>
    using layer = std::tuple_element_t<I - 1, std::tuple<Layers...>>;
    static constexpr int depth = sizeof...(Layers);

    template <int I>
    static consteval extent find_rows_before() {
        if constexpr (I == 1)
            return B;
        else
            return rows_after<layer<I - 1>>(find_rows_before<I - 1>());
    }

public:
    /// The rows that come to layer I, and those that it makes of them.
    template <int I>
    static constexpr extent before = find_rows_before<I>();
    template <int I>
    static constexpr extent after = rows_after<layer<I>>(before<I>);

private:
    template <int I>
    static constexpr int output_numbers = after<I>* layer<I>::outputs;
    template <int I>
    static constexpr int output_size = I < depth ? padded(output_numbers<I>) : 0;
    template <int I>
    static consteval int end_of_layer() {
        if constexpr (I == 0)
            return 0;
        else
            return end_of_layer<I - 1>() + output_size<I> + padded(layer<I>::template tape_size<before<I>>);
    }
    template <int I>
    static constexpr int output_offset = end_of_layer<I - 1>();
    template <int I>
    static constexpr int tape_offset = output_offset<I> + output_size<I>;

    /// The largest output of layers 1, 3, .. or 2, 4, .., the last one left out; the largest scratch.
    static consteval int largest_output(int parity) {
        return [parity]<int... I>(std::integer_sequence<int, I...>) {
            int result = 0;
            ((result =
                  I + 1 < depth && (I + 1) % 2 == parity ? larger(result, output_numbers<I + 1>) : result),
             ...);
            return result;
        }
        (std::make_integer_sequence<int, depth>{});
    }
    static consteval int largest_scratch() {
        return []<int... I>(std::integer_sequence<int, I...>) {
            return largest(scratch_size_of<layer<I + 1>, before<I + 1>>...);
        }
        (std::make_integer_sequence<int, depth>{});
    }
    static constexpr int even_offset = padded(largest_output(1));
    static constexpr int inner_offset = even_offset + padded(largest_output(0));

public:
    static constexpr int tape_size = end_of_layer<depth>();
    static constexpr int scratch_size = inner_offset + largest_scratch();

    /// Z_{I+1}, the output of layer I = 1 .. depth - 1, on the tape.
    template <int I, class T>
    HANDGRAD_INLINE static constexpr view<T, after<I>, layer<I>::outputs> output(view<T, 1, tape_size> t) {
        return view<T, after<I>, layer<I>::outputs>(t.data() + output_offset<I>);
    }
    /// What layer I keeps for its backward pass.
    template <int I, class T>
    HANDGRAD_INLINE static constexpr auto tape(view<T, 1, tape_size> t) {
        return view<T, 1, layer<I>::template tape_size<before<I>>>(t.data() + tape_offset<I>);
    }
    /// Z_{I+1}, or the gradient with respect to it, I = 1 .. depth - 1, where it is not kept.
    template <int I, class T>
    HANDGRAD_INLINE static constexpr view<T, after<I>, layer<I>::outputs>
    alternating(view<T, 1, scratch_size> s) {
        return view<T, after<I>, layer<I>::outputs>(s.data() + (I % 2 == 0 ? even_offset : 0));
    }
    /// The part of layer I of what a chain is given.
    template <int I, class Tape, class T, class Memory>
    HANDGRAD_INLINE static constexpr auto options(Tape all, view<T, 1, scratch_size> scratch, Memory state) {
        T* const inner = scratch.data() + inner_offset;
        if constexpr (is_discarded<Tape>)
            return optional_arguments<Tape, T, Memory>{all, inner, state};
        else
            return optional_arguments<decltype(tape<I>(all)), T, Memory>{tape<I>(all), inner, state};
    }
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
