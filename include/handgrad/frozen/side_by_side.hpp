/// The inference form of layers that work on the same input.
#pragma once

#include <handgrad/frozen/chain.hpp>
#include <handgrad/frozen/dense.hpp>
#include <handgrad/layer/concatenate.hpp>
#include <handgrad/layer/residual.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The branches frozen, their outputs joined as Join says (side_by_side.hpp).
template <class Weight, class Join, class... Branches>
class frozen_side_by_side {
    using layers = side_by_side<Join, Branches...>;
    using T = number_beside<Weight>;

public:
    constexpr frozen_side_by_side() = default;
    constexpr explicit frozen_side_by_side(view<const T, 1, layers::parameter_count> p) noexcept
        : frozen_(p) {}

    template <int B>
    static constexpr array_bytes arrays = frozen_list<Weight, Branches...>::template arrays<B>;

    template <int B>
    HANDGRAD_INLINE constexpr void forward(view<const T, B, layers::inputs> z, view<T, B, layers::outputs> y,
                                           T* scratch) const noexcept {
        [&]<int... I>(std::integer_sequence<int, I...>) HANDGRAD_INLINE_LAMBDA {
            (run<I + 1, B>(z, y, scratch), ...);
        }
        (std::make_integer_sequence<int, sizeof...(Branches)>{});
    }

private:
    template <int I, int B>
    HANDGRAD_INLINE constexpr void run(view<const T, B, layers::inputs> z, view<T, B, layers::outputs> y,
                                       T* scratch) const noexcept {
        using branch = typename layers::template layer_type<I>;
        using places = branch_layout<B, Branches...>;
        if constexpr (is_skip<branch>) {
            Join::template put<I>(z, y);
        } else if constexpr (Join::template is_in_place<I, B>) {
            frozen_.template get<I>().template forward<B>(z, Join::template place<I>(y),
                                                          places::inner_scratch(scratch));
        } else {
            const view<T, B, branch::outputs> y_i = places::template output_buffer<I>(scratch);
            frozen_.template get<I>().template forward<B>(z, y_i, places::inner_scratch(scratch));
            Join::template put<I>(view<const T, B, branch::outputs>(y_i), y);
        }
    }

    frozen_list<Weight, Branches...> frozen_;
};

template <class Weight, class Join, class... Branches>
frozen_side_by_side<Weight, Join, Branches...> frozen_branches(const side_by_side<Join, Branches...>*);

/// Layers that are side_by_side by another name.
template <class Layer, class Weight>
struct frozen_by_its_base {
    using type = decltype(frozen_branches<Weight>(static_cast<const Layer*>(nullptr)));
};
template <class... Branches, class Weight>
struct frozen_form<add<Branches...>, Weight> : frozen_by_its_base<add<Branches...>, Weight> {};
template <class... Branches, class Weight>
struct frozen_form<concatenate<Branches...>, Weight> : frozen_by_its_base<concatenate<Branches...>, Weight> {
};
template <class... Layers, class Weight>
struct frozen_form<residual<Layers...>, Weight> : frozen_by_its_base<residual<Layers...>, Weight> {};
template <class... Layers, class Weight>
struct frozen_form<projected_residual<Layers...>, Weight>
    : frozen_by_its_base<projected_residual<Layers...>, Weight> {};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad
