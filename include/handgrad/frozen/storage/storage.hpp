/// How the weights of a frozen network can be stored.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/layer/compose/stack.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// To be specialized for each type that weights can be stored as, in a file of its own beside this one:
///     using number                            the type of all other numbers
///     template <int K, int N> using weights   W (K x N) stored so: made of a view<const number, K, N>, and
///     the
///                                             second argument of a gemm_nn(z, weights, start, finish)
/// A type for which it is not is none.
template <class Weight>
struct storage {};

template <class Weight>
concept has_storage = requires {
    typename storage<Weight>::number;
};

/// float, where a mistake is to be told.
template <class Weight>
struct number_in_storage : std::type_identity<float> {};
template <has_storage Weight>
struct number_in_storage<Weight> : std::type_identity<typename storage<Weight>::number> {};

/// Bytes of stack that the arrays of a product of M rows with Weights take, if it has any.
template <class Weights, int M>
inline constexpr array_bytes product_arrays{};

} // namespace detail

/// Whether weights can be stored so.
template <class Weight>
inline constexpr bool stores_weights = detail::has_storage<Weight>;

/// The type of the numbers beside weights that are stored so.
template <class Weight>
using number_beside = typename detail::number_in_storage<Weight>::type;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
