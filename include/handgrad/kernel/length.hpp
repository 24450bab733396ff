/// A length that is in a type, or known at run time only.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// Code that is made for one length.
template <int N>
using fixed = std::integral_constant<int, N>;

/// Code that takes any: layers of different widths share it.
using varying = std::ptrdiff_t;

template <class Length>
inline constexpr bool is_fixed = !std::is_same_v<Length, varying>;

/// The length n: that of the type, where it is in one.
template <class Length>
HANDGRAD_INLINE constexpr Length length([[maybe_unused]] int n) {
    if constexpr (is_fixed<Length>)
        return {};
    else
        return n;
}

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
