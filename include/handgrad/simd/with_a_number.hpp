/// What is told to an activation that treats a vector as if it were a number.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

template <class A, class B>
concept vector_with_a_number = (std::is_arithmetic_v<B> && requires { typename A::mask_type; }) ||
                               (std::is_arithmetic_v<A> && requires { typename B::mask_type; });

// The compiler prints these lines, and with them the sentence.
// clang-format off

template <class A, class B> requires vector_with_a_number<A, B>
bool operator<(A, B) = delete; // a number becomes a vector first, V(number); where lanes differ: select(z < V(0), a, b)
template <class A, class B> requires vector_with_a_number<A, B>
bool operator>(A, B) = delete; // a number becomes a vector first, V(number); where lanes differ: select(z > V(0), a, b)
template <class A, class B> requires vector_with_a_number<A, B>
bool operator<=(A, B) = delete; // a number becomes a vector first, V(number); where lanes differ: select(z <= V(0), a, b)
template <class A, class B> requires vector_with_a_number<A, B>
bool operator>=(A, B) = delete; // a number becomes a vector first, V(number); where lanes differ: select(z >= V(0), a, b)

template <class A, class B> requires vector_with_a_number<A, B>
A operator+(A, B) = delete; // a number becomes a vector first: V(number)
template <class A, class B> requires vector_with_a_number<A, B>
A operator-(A, B) = delete; // a number becomes a vector first: V(number)
template <class A, class B> requires vector_with_a_number<A, B>
A operator*(A, B) = delete; // a number becomes a vector first: V(number)
template <class A, class B> requires vector_with_a_number<A, B>
A operator/(A, B) = delete; // a number becomes a vector first: V(number)

// clang-format on

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
