/// Eigen, in each of the ways it offers.
#pragma once

#include "../../eigen.hpp"

namespace bench {

/// f(A, B), where both are what is to be multiplied, however they lie in memory.
template <class Problem, class A, class B, class F>
void with_factors(const A& a, const B& b, F f) {
    if constexpr (Problem::transposed_a)
        f(a.transpose(), b);
    else if constexpr (Problem::transposed_b)
        f(a, b.transpose());
    else
        f(a, b);
}

template <class Problem>
struct by_eigen_fixed {
    static constexpr const char* name = "eigen_fixed";
    using T = typename Problem::number;
    using a_map = fixed_const_map<Problem::a_type::rows, Problem::a_type::cols, T>;
    using b_map = fixed_const_map<Problem::b_type::rows, Problem::b_type::cols, T>;
    using out_map = fixed_map<Problem::m, Problem::n, T>;
    static void multiply(const T* a, const T* b, T* out) {
        with_factors<Problem>(a_map(a), b_map(b),
                              [&](const auto& x, const auto& y) { out_map(out).noalias() = x * y; });
    }
};

/// Eigen's product without panels, element by element: its best at tiny shapes, hopeless at large ones.
template <class Problem>
struct by_eigen_lazy {
    static constexpr const char* name = "eigen_lazy";
    static constexpr bool enters = Problem::m * Problem::n * Problem::k <= 64 * 64 * 64;
    using T = typename Problem::number;
    using maps = by_eigen_fixed<Problem>;
    static void multiply(const T* a, const T* b, T* out) {
        with_factors<Problem>(
            typename maps::a_map(a), typename maps::b_map(b),
            [&](const auto& x, const auto& y) { typename maps::out_map(out).noalias() = x.lazyProduct(y); });
    }
};

/// Sizes that Eigen is told at run time, so that it blocks for the caches.
template <class Problem>
struct by_eigen_dynamic {
    static constexpr const char* name = "eigen_dynamic";
    using T = typename Problem::number;
    using A = typename Problem::a_type;
    using B = typename Problem::b_type;
    static void multiply(const T* a, const T* b, T* out) {
        with_factors<Problem>(dynamic_const_map<T>(a, A::rows, A::cols),
                              dynamic_const_map<T>(b, B::rows, B::cols), [&](const auto& x, const auto& y) {
                                  dynamic_map<T>(out, Problem::m, Problem::n).noalias() = x * y;
                              });
    }
};

} // namespace bench
