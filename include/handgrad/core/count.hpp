/// Numbers of numbers, which are of type int throughout the library.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The most numbers that anything may have.
inline constexpr long long largest_count = 2147483647;

/// A count that was found in a wider type; 1 in the place of one that is too large, which is told elsewhere.
HANDGRAD_INLINE constexpr int counted(long long count) noexcept {
    return -largest_count <= count && count <= largest_count ? static_cast<int>(count) : 1;
}

} // namespace detail

namespace mistake {

template <long long Count>
struct parameter_count {};
template <class Type, class Count>
struct too_many_parameters;
template <class Type, long long Count>
struct too_many_parameters<Type, parameter_count<Count>> {
    static_assert(Count <= detail::largest_count, "a layer, or a network, has at most 2147483647 parameters");
};

} // namespace mistake
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
