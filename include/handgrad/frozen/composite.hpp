/// The inference form of a layer that is made of layers.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/frozen/layer.hpp>
#include <handgrad/layer/compose/layer_list.hpp>

#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The frozen form of a layer whose parameters begin at `first` of the network's, which are read a layer at a
/// time.
template <class Frozen, class L, class Numbers>
constexpr Frozen form_of_layer(Numbers& numbers, int first) {
    if constexpr (requires { Frozen(from_layers, numbers, first); })
        return Frozen(from_layers, numbers, first);
    else
        return Frozen(view<std::remove_pointer_t<decltype(numbers.read(0, 0))>, 1, L::parameter_count>(
            numbers.read(first, L::parameter_count)));
}

template <int I, class Frozen>
struct frozen_member {
    Frozen form;

    constexpr frozen_member() = default;
    template <class P>
    constexpr explicit frozen_member(P p) noexcept : form(p) {}
    template <class L, class Numbers>
    constexpr frozen_member(std::type_identity<L>, Numbers& numbers, int first)
        : form(form_of_layer<Frozen, L>(numbers, first)) {}
};

/// Frozen layers I = 1 .. depth, as a trivially copyable class (which std::tuple is not).
template <class Weight, class Numbers, class... Layers>
class frozen_members;
template <class Weight, int... I, class... Layers>
class frozen_members<Weight, std::integer_sequence<int, I...>, Layers...>
    : frozen_member<I, frozen_layer<Layers, Weight>>... {
    using list = layer_list<Layers...>;
    using T = number_beside<Weight>;

public:
    constexpr frozen_members() = default;
    constexpr explicit frozen_members(view<const T, 1, list::parameter_count> p) noexcept
        : frozen_member<I, frozen_layer<Layers, Weight>>(view<const T, 1, Layers::parameter_count>(
              p.data() + list::template parameter_offset<I + 1>))... {}
    template <class Numbers>
    constexpr frozen_members(from_layers_t, Numbers& numbers, int first)
        : frozen_member<I, frozen_layer<Layers, Weight>>(std::type_identity<as_layer<Layers>>{}, numbers,
                                                         first + list::template parameter_offset<I + 1>)... {}

    template <extent B>
    static constexpr array_bytes arrays = [] {
        array_bytes all;
        (all.add(frozen_arrays<frozen_layer<Layers, Weight>, Layers, B, T>()), ...);
        return all;
    }();

    template <int Number>
    HANDGRAD_INLINE constexpr const auto& get() const noexcept {
        using layer = frozen_layer<typename list::template layer_type<Number>, Weight>;
        return static_cast<const frozen_member<Number - 1, layer>&>(*this).form;
    }
};
template <class Weight, class Parts>
struct frozen_list_of;
template <class Weight, class... Layers>
struct frozen_list_of<Weight, parts_list<Layers...>> {
    using type = frozen_members<Weight, std::make_integer_sequence<int, sizeof...(Layers)>, Layers...>;
};
template <class Weight, class Composite>
using frozen_list = typename frozen_list_of<Weight, typename Composite::parts>::type;

/// The composite's own forward, with the frozen forms of its layers in place of their parameters.
template <class Weight, class Composite>
class frozen_composite {
    using T = number_beside<Weight>;
    using list = frozen_list<Weight, Composite>;

public:
    constexpr frozen_composite() = default;
    constexpr explicit frozen_composite(view<const T, 1, Composite::parameter_count> p) noexcept
        : layers_(p) {}
    template <class Numbers>
    constexpr frozen_composite(from_layers_t, Numbers& numbers, int first)
        : layers_(from_layers, numbers, first) {}

    template <extent B>
    static constexpr array_bytes arrays = list::template arrays<B>;

    template <extent B, class... Memory>
    HANDGRAD_INLINE constexpr void forward(view<const input_number<Composite, T>, B, Composite::inputs> z,
                                           view<T, rows_after<Composite>(B), Composite::outputs> y,
                                           T* scratch, Memory... state) const noexcept {
        const frozen_parameters<list> p{layers_};
        if constexpr (wants_scratch<Composite>)
            Composite::template forward<B>(z, p, discard{}, y,
                                           view<T, 1, scratch_size_of<Composite, B>>(scratch), state...);
        else
            Composite::template forward<B>(z, p, discard{}, y, state...);
    }

private:
    list layers_;
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
