/// A run of neighbouring elements of an array that fits one vector.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/select.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

/// 0, 1, 2, ..: of each lane of V its number.
template <class V>
struct numbered_lanes {
    typename V::value_type number[V::width];

    constexpr numbered_lanes() noexcept : number() {
        for (int l = 0; l < V::width; ++l) number[l] = static_cast<typename V::value_type>(l);
    }
};
template <class V>
inline constexpr numbered_lanes<V> lane_numbers{};

} // namespace detail

/// Elements first .. first + Count - 1 of any array of the same length; 1 <= Count <= V::width. Lanes from
/// Count on load as zero and are not stored.
template <class V, int Count>
struct block {
    using value_type = typename V::value_type;
    static constexpr int count = Count;
    static_assert(1 <= Count && Count <= V::width);

    int first;

    HANDGRAD_INLINE constexpr V load(const value_type* array) const noexcept {
        return V::template load_first<Count>(array + first);
    }
    HANDGRAD_INLINE constexpr void store(value_type* array, V v) const noexcept {
        v.template store_first<Count>(array + first);
    }

    /// The positions of the lanes in the array, as numbers.
    HANDGRAD_INLINE constexpr V positions() const noexcept {
        return V::load(detail::lane_numbers<V>.number) + V(static_cast<value_type>(first));
    }

    /// v in the lanes that belong to the array, `otherwise` in the lanes after its end.
    HANDGRAD_INLINE constexpr V or_else(V v, V otherwise) const noexcept {
        if constexpr (Count == V::width)
            return v;
        else
            return select(V::load(detail::lane_numbers<V>.number) < V(static_cast<value_type>(Count)), v,
                          otherwise);
    }
};

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
