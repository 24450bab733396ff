/// The largest number of each channel under a window.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/layer/window/pool2d.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

struct pooling_max {
    template <class V, int Count, class At>
    HANDGRAD_INLINE static constexpr V forward(At at) {
        champion<V> found{at(0)};
        for (int k = 1; k < Count; ++k) {
            const V next = at(k);
            found.largest = select(found.beaten_by(next), next, found.largest);
        }
        return found.largest;
    }

    template <class V, int Count, class At, class Add>
    HANDGRAD_INLINE static constexpr void vjp(At at, V g, Add add) {
        champion<V> found{at(0)};
        V place(0);
        for (int k = 1; k < Count; ++k) {
            const V next = at(k);
            const auto beaten = found.beaten_by(next);
            found.largest = select(beaten, next, found.largest);
            place = select(beaten, number<V>(k), place);
        }
        for (int k = 0; k < Count; ++k) add(k, select(place == number<V>(k), g, V(0)));
    }

private:
    /// The largest number so far. No comparison with a NaN counts, for under -ffast-math it may say anything.
    template <class V>
    struct champion {
        V largest;
        typename V::mask_type has_nan = is_nan(largest);

        HANDGRAD_INLINE constexpr auto beaten_by(V next) {
            const auto nan = is_nan(next), beaten = nan | ((!has_nan) & (next > largest));
            has_nan = has_nan | nan;
            return beaten;
        }
    };
    template <class V>
    HANDGRAD_INLINE static constexpr V number(int k) {
        return V(static_cast<typename V::value_type>(k));
    }
};

} // namespace detail

/// y = the largest z of its channel under the window     Z: (B, H Wd C)   Y: image<OH, OW, C>
///
/// max_pool2d<image<28, 28, 16>, window<2>> makes image<14, 14, 16>. The window moves by its own size, or by
/// a stride<Down, Across> that is named after it. The gradient goes to the first largest number, in the order
/// line, column; a NaN under the window is the largest, the last of several: all as in PyTorch. The backward
/// pass finds its way again from z, so there is no tape. Pixels at the end that the last window does not
/// reach are a mistake.
template <class Image = mistake::not_given, class Window = mistake::not_given, class... Options>
struct max_pool2d : detail::pool2d<max_pool2d<Image, Window, Options...>,
                                   typename detail::pool2d_arguments<Image, Window, Options...>::grid,
                                   detail::pooling_max> {
    using verdict = typename detail::pool2d_verdict<max_pool2d, Image, Window, Options...>::type;
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
