/// The place for a result that nobody wants.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <type_traits>

namespace handgrad {

/// Stands where a view to be written could stand. What is assigned to its elements is dropped; code that can
/// save the work asks `is_discarded<decltype(g)>`.
struct discard {
    struct element {
        template <class T>
        HANDGRAD_INLINE constexpr const element& operator=(const T&) const noexcept {
            return *this;
        }
    };
    HANDGRAD_INLINE constexpr element operator()(int, int) const noexcept { return {}; }
};

/// Whether a View is `discard`, or one that has something else besides.
template <class View>
inline constexpr bool is_discarded = std::is_base_of_v<discard, View>;

} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
