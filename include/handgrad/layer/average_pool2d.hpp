/// The mean of each channel under a window.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/layer/window/pool2d.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

struct pooling_mean {
    template <class V, int Count, class At>
    HANDGRAD_INLINE static constexpr V forward(At at) {
        V sum = at(0);
        for (int k = 1; k < Count; ++k) sum = sum + at(k);
        return sum / count<V, Count>();
    }

    template <class V, int Count, class At, class Add>
    HANDGRAD_INLINE static constexpr void vjp(At, V g, Add add) {
        const V share = g / count<V, Count>();
        for (int k = 0; k < Count; ++k) add(k, share);
    }

private:
    template <class V, int Count>
    HANDGRAD_INLINE static constexpr V count() {
        return V(static_cast<typename V::value_type>(Count));
    }
};

} // namespace detail

/// y = the mean z of its channel under the window, added in the order line, column     Y: image<OH, OW, C>
///
/// Its arguments are those of max_pool2d; a window as large as the image is global average pooling (M. Lin et
/// al., "Network in network", 2013).
template <class Image = mistake::not_given, class Window = mistake::not_given, class... Options>
struct average_pool2d : detail::pool2d<average_pool2d<Image, Window, Options...>,
                                       typename detail::pool2d_arguments<Image, Window, Options...>::grid,
                                       detail::pooling_mean> {
    using verdict = typename detail::pool2d_verdict<average_pool2d, Image, Window, Options...>::type;
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
