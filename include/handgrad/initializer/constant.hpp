/// Weights that do not begin at random.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/setting.hpp>
#include <handgrad/initializer/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// Every weight `value`; draws no random number. All units of a layer then learn the same: this is for the
/// last layer, for a single layer and for tests.
struct constant {
    setting<"constant: value", range::finite> value = by_default(0);

    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, rng&) const {
        for (T& x : w) x = static_cast<T>(value);
    }
};

/// Every weight zero.
struct zeros {
    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, rng&) const {
        for (T& x : w) x = 0;
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
