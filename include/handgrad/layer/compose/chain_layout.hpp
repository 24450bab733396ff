/// Where the numbers of a chain of layers are.
#pragma once

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
template <int B, class... Layers>
class chain_layout {
    template <int I>
    using layer = std::tuple_element_t<I - 1, std::tuple<Layers...>>;
    static constexpr int depth = sizeof...(Layers);

    template <int I>
    static constexpr int output_size = I < depth ? padded(B* layer<I>::outputs) : 0;
    template <int I>
    static consteval int end_of_layer() {
        if constexpr (I == 0)
            return 0;
        else
            return end_of_layer<I - 1>() + output_size<I> + padded(layer<I>::template tape_size<B>);
    }
    template <int I>
    static constexpr int output_offset = end_of_layer<I - 1>();
    template <int I>
    static constexpr int tape_offset = output_offset<I> + output_size<I>;

    /// The widest output of layers 1, 3, .. or 2, 4, .., the last one left out.
    static consteval int widest(int parity) {
        int result = 0, number = 0;
        ((++number,
          result = number < depth && number % 2 == parity ? std::max(result, int(Layers::outputs)) : result),
         ...);
        return result;
    }
    static constexpr int even_offset = padded(B * widest(1));
    static constexpr int inner_offset = even_offset + padded(B * widest(0));

public:
    static constexpr int tape_size = end_of_layer<depth>();
    static constexpr int scratch_size = inner_offset + std::max({scratch_size_of<Layers, B>...});

    /// Z_{I+1}, the output of layer I = 1 .. depth - 1, on the tape.
    template <int I, class T>
    HANDGRAD_INLINE static constexpr view<T, B, layer<I>::outputs> output(view<T, 1, tape_size> t) {
        return view<T, B, layer<I>::outputs>(t.data() + output_offset<I>);
    }
    /// What layer I keeps for its backward pass.
    template <int I, class T>
    HANDGRAD_INLINE static constexpr auto tape(view<T, 1, tape_size> t) {
        return view<T, 1, layer<I>::template tape_size<B>>(t.data() + tape_offset<I>);
    }
    /// Z_{I+1}, or the gradient with respect to it, I = 1 .. depth - 1, where it is not kept.
    template <int I, class T>
    HANDGRAD_INLINE static constexpr view<T, B, layer<I>::outputs> alternating(view<T, 1, scratch_size> s) {
        return view<T, B, layer<I>::outputs>(s.data() + (I % 2 == 0 ? even_offset : 0));
    }
    template <class T>
    HANDGRAD_INLINE static constexpr T* inner_scratch(view<T, 1, scratch_size> s) {
        return s.data() + inner_offset;
    }
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad
