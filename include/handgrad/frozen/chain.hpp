/// The inference form of a chain of layers.
#pragma once

#include <handgrad/frozen/list.hpp>
#include <handgrad/layer/compose/chain.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// Z_{i+1} = f_i(Z_i), the f_i frozen; the Z_i are where chain has them.
template <class Weight, class... Layers>
class frozen_chain {
    using layers = chain<Layers...>;
    using T = number_beside<Weight>;
    template <int B>
    using layout = typename layers::template layout<B>;

public:
    constexpr frozen_chain() = default;
    constexpr explicit frozen_chain(view<const T, 1, layers::parameter_count> p) noexcept : frozen_(p) {}

    template <int B>
    static constexpr array_bytes arrays = frozen_list<Weight, Layers...>::template arrays<B>;

    template <int B>
    HANDGRAD_INLINE constexpr void forward(view<const T, B, layers::inputs> z, view<T, B, layers::outputs> y,
                                           T* scratch) const noexcept {
        run<1, B>(z, y, view<T, 1, layers::template scratch_size<B>>(scratch));
    }

private:
    /// Layer I and those after it.
    template <int I, int B, class Z, class Scratch>
    HANDGRAD_INLINE constexpr void run(Z z, view<T, B, layers::outputs> y, Scratch scratch) const noexcept {
        const auto& layer = frozen_.template get<I>();
        T* const inner = layout<B>::inner_scratch(scratch);
        if constexpr (I == layers::depth) {
            layer.template forward<B>(z, y, inner);
        } else {
            const auto next = layout<B>::template alternating<I>(scratch);
            layer.template forward<B>(z, next, inner);
            run<I + 1, B>(view<const T, B, decltype(next)::cols>(next), y, scratch);
        }
    }

    frozen_list<Weight, Layers...> frozen_;
};

template <class... Layers, class Weight>
struct frozen_form<chain<Layers...>, Weight> {
    using type = frozen_chain<Weight, Layers...>;
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad
