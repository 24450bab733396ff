/// A layer whose parameters are not trained.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/layer/compose/stack.hpp>
#include <handgrad/layer/compose/stand_in.hpp>
#include <handgrad/layer/verdict.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// What Layer computes, with parameters that stay as they are: no optimizer changes them, and the gradient
/// with respect to them is 0. It costs no product: the backward pass of a network ends at the first layer
/// that learns. Parameters are initialized, stored and frozen as Layer's; what Layer observes in training, as
/// batch_norm does, it goes on observing. Network::learned_count counts those that are trained.
///
///     using features = hg::fixed<hg::dense<64, 1024, hg::cos>>;    // random Fourier features
template <class Layer>
struct fixed : detail::as_layer<Layer> {
private:
    using layer = detail::as_layer<Layer>;

public:
    using wrapped = Layer;
    static constexpr std::array<parameter_range, 0> learned{};
    static constexpr bool steps_in_vjp = true;

    template <extent B, write W, class T, class GIn, class DP, class... Optional>
    static constexpr void
    vjp(view<const handgrad::input_number<layer, T>, B, layer::inputs> z,
        view<const T, rows_after<layer>(B), layer::outputs> y, view<const T, 1, layer::parameter_count> p,
        view<const T, 1, layer::template tape_size<B>> tape, view<T, rows_after<layer>(B), layer::outputs> g,
        GIn g_in, DP dp, Optional... optional) {
        constexpr bool used = !is_discarded<GIn> || has_memory<layer>;
        // Where the gradient would go is room for it.
        if constexpr (used)
            detail::run_vjp<layer, B, W, T>(z, y, p, g, g_in, unwanted(dp), options<B, T>(tape, optional...));
        if constexpr (!detail::is_update<DP> && !is_discarded<DP>)
            if constexpr (W == write::overwrite || used) // for what a layer in Layer had to write somewhere
                for (T& x : dp) x = 0;
    }

private:
    template <extent B, class T, class Tape, class... Optional>
    HANDGRAD_INLINE static constexpr auto options(Tape tape, Optional... optional) {
        if constexpr (has_memory<layer> && wants_scratch<layer>)
            return [&](auto scratch, auto dstate) {
                return detail::optional_arguments<Tape, T, decltype(dstate)>{tape, scratch.data(), dstate};
            }(optional...);
        else if constexpr (has_memory<layer>)
            return detail::optional_arguments<Tape, T, Optional...>{tape, nullptr, optional...};
        else if constexpr (wants_scratch<layer>)
            return detail::optional_arguments<Tape, T>{tape, (optional.data(), ...)};
        else
            return detail::optional_arguments<Tape, T>{tape, nullptr};
    }

    template <class DP>
    HANDGRAD_INLINE static constexpr auto unwanted(DP dp) {
        if constexpr (is_discarded<DP>) {
            return dp;
        } else {
            const auto room = [&] {
                if constexpr (detail::is_update<DP>)
                    return dp.gradient;
                else
                    return dp.data();
            }();
            return detail::unwanted_gradient<layer::parameter_count,
                                             std::remove_reference_t<decltype(*room)>>(room);
        }
    }
};

namespace detail {

// A type that is no layer is judged before it is inherited from.
template <class Layer>
struct own_verdict_of<fixed<Layer>> {
    static consteval auto judge() {
        if constexpr (!is_well_formed<own_verdict<Layer>>)
            return verdict_is<own_verdict<Layer>>;
        else if constexpr (first_flaw<Layer>() != flaw::none)
            return verdict_is<mistake::not_a_layer<mistake::layer_number<>, Layer>>;
        else
            return verdict_is<well_formed>;
    }
    using type = typename decltype(judge())::type;
};
template <class Layer>
struct usable_widths_of<fixed<Layer>> : usable_widths_of<Layer> {};

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
