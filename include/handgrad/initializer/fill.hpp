/// Matrices of independent random numbers.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/random.hpp>
#include <handgrad/core/view.hpp>
#include <handgrad/simd/select.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// sqrt(numerator / denominator) in T, the quotient rounded, too.
template <class T>
constexpr T square_root_of_ratio(T numerator, T denominator) {
    using V = simd::vector<T, 1>;
    return sqrt(V(numerator) / V(denominator)).v;
}

/// Row by row, each element deviation times a standard normal number.
template <class T, int In, int Out>
constexpr void fill_normal(view<T, In, Out> w, T deviation, rng& r) {
    for (T& x : w) x = deviation * r.normal<T>();
}

/// Row by row, each element uniform in [-bound, bound).
template <class T, int In, int Out>
constexpr void fill_uniform(view<T, In, Out> w, T bound, rng& r) {
    for (T& x : w) x = r.uniform<T>(-bound, bound);
}

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
