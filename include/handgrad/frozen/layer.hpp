/// The inference form of a layer.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/frozen/storage/storage.hpp>
#include <handgrad/layer/compose/stack.hpp>
#include <handgrad/layer/options.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// Says that a frozen network is made of parameters that are read a layer at a time: numbers.read(first,
/// count) returns where parameters first .. first + count - 1 of the network are until it is called again.
struct from_layers_t {};
inline constexpr from_layers_t from_layers{};

template <class T, int Count>
struct kept_parameters {
    T numbers[Count] = {};

    constexpr kept_parameters() = default;
    constexpr explicit kept_parameters(const T* from) noexcept {
        for (int i = 0; i < Count; ++i) numbers[i] = from[i];
    }
    constexpr const T* data() const noexcept { return numbers; }
};
template <class T>
struct kept_parameters<T, 0> {
    constexpr kept_parameters() = default;
    constexpr explicit kept_parameters(const T*) noexcept {}
    constexpr const T* data() const noexcept { return nullptr; }
};

/// A layer as it is, with its parameters.
template <class Layer, class Weight>
class kept_as_it_is : kept_parameters<number_beside<Weight>, Layer::parameter_count> {
    using T = number_beside<Weight>;
    using parameters = kept_parameters<T, Layer::parameter_count>;

public:
    constexpr kept_as_it_is() = default;
    constexpr explicit kept_as_it_is(view<const T, 1, Layer::parameter_count> p) noexcept
        : parameters(p.data()) {}

    template <extent B>
    static constexpr array_bytes arrays = arrays_of<Layer, B, T>.forward;

    template <extent B>
    HANDGRAD_INLINE constexpr void forward(view<const input_number<Layer, T>, B, Layer::inputs> z,
                                           view<T, rows_after<Layer>(B), Layer::outputs> y,
                                           T* scratch) const noexcept requires(!has_memory<Layer>) {
        run_forward<Layer, B, T>(z, view<const T, 1, Layer::parameter_count>(parameters::data()), y,
                                 optional_arguments<discard, T>{{}, scratch});
    }
    template <extent B>
    HANDGRAD_INLINE constexpr void forward(view<const input_number<Layer, T>, B, Layer::inputs> z,
                                           view<T, rows_after<Layer>(B), Layer::outputs> y, T* scratch,
                                           memory<T, B.sequences, state_size_of<Layer>> state) const noexcept
        requires(has_memory<Layer>) {
        run_forward<Layer, B, T>(z, view<const T, 1, Layer::parameter_count>(parameters::data()), y,
                                 optional_arguments<discard, T, decltype(state)>{{}, scratch, state});
    }
};

/// Those of the frozen form of a layer, whose numbers besides the weights are T.
template <class Frozen, class Layer, extent B, class T>
consteval array_bytes frozen_arrays() {
    if constexpr (requires {
                      { Frozen::template arrays<B> } -> std::convertible_to<array_bytes>;
                  })
        return Frozen::template arrays<B>;
    else
        return {sizeof(T) * std::size_t{Layer::inputs}, sizeof(T) * std::size_t{Layer::outputs}};
}

template <class Weight, class Composite>
class frozen_composite;

/// Stands for the frozen forms of any layers.
struct any_frozen {
    template <int I>
    constexpr const any_frozen& get() const noexcept {
        return *this;
    }
    template <extent B>
    constexpr void forward(auto...) const noexcept {}
};

/// Whether L is made of layers and nothing else, and its forward takes their frozen forms.
template <class L, class... Optional>
concept forward_with_frozen = requires(typename one_row<L>::z z, frozen_parameters<any_frozen> p,
                                       typename one_row<L>::y y, Optional... optional) {
    typename L::parts;
    L::template forward<trial<L>>(z, p, discard{}, y, optional...);
};
template <class L, class... Optional>
struct asked_for_frozen : std::bool_constant<forward_with_frozen<L, Optional...>> {};
template <class L>
concept takes_frozen_layers = ask_with_optional<L, asked_for_frozen>();

/// (To be specialized for layers of the library.)
template <class Layer, class Weight>
struct frozen_form {
    static consteval auto find() {
        if constexpr (requires { typename Layer::template frozen<Weight>; })
            return std::type_identity<typename Layer::template frozen<Weight>>{};
        else if constexpr (takes_frozen_layers<Layer>)
            return std::type_identity<frozen_composite<Weight, Layer>>{};
        else
            return std::type_identity<kept_as_it_is<Layer, Weight>>{};
    }
    using type = typename decltype(find())::type;
};

} // namespace detail

/// The inference form of a layer, its weights stored as Weight: float, double, bfloat16 or std::int8_t. T,
/// the type of all other numbers, is double in the second case, else float.
///
/// Option `template <class Weight> frozen`: that form, a trivially copyable class, made of parameters, with
///     explicit frozen(p)             p: view<const T, 1, parameter_count>
///     template <extent B> void forward(z, y, scratch) const
///                                    z: view<const T, B, inputs>   y: view<T, B, outputs>
///                                    scratch: T*, to scratch_size<B> numbers if the layer wants them
///                                    and, of a layer with memory, its state: memory<T, B.sequences,
///                                    state_size>, as its own forward has it
///     template <extent B> static constexpr array_bytes arrays
///                                    optional: bytes of the arrays that forward has on the stack; else taken
///                                    to be a row of inputs and one of outputs (layer/compose/stack.hpp)
/// A layer that is made of layers (layer/compose/layer_list.hpp) need not offer one if its forward takes
/// whatever it hands down to theirs as p: it is called with the frozen forms of its layers in place of their
/// parameters. Any other that offers none keeps its parameters as they are.
template <class Layer, class Weight>
using frozen_layer = typename detail::frozen_form<detail::as_layer<Layer>, Weight>::type;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
