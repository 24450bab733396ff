/// The inference forms of layers, one after the other.
#pragma once

#include <handgrad/frozen/layer.hpp>
#include <handgrad/layer/compose/layer_list.hpp>

#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

template <int I, class Frozen>
struct frozen_member {
    Frozen form;

    constexpr frozen_member() = default;
    template <class P>
    constexpr explicit frozen_member(P p) noexcept : form(p) {}
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

    template <int B>
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
template <class Weight, class... Layers>
using frozen_list = frozen_members<Weight, std::make_integer_sequence<int, sizeof...(Layers)>, Layers...>;

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad
