/// Who computes the products: handgrad, and Eigen in each of the ways it offers. All work on the same memory.
#pragma once

#include "../eigen.hpp"
#include "problem.hpp"

namespace bench {

template <class Problem>
struct by_handgrad {
    static constexpr const char* name = "handgrad";
    static void multiply(const float* a, const float* b, float* out) {
        Problem::handgrad(typename Problem::a_type(a), typename Problem::b_type(b),
                          typename Problem::out_type(out));
    }
};

template <class Problem>
struct by_eigen_fixed {
    static constexpr const char* name = "eigen_fixed";
    using a_map = fixed_const_map<Problem::a_type::rows, Problem::a_type::cols>;
    using b_map = fixed_const_map<Problem::b_type::rows, Problem::b_type::cols>;
    using out_map = fixed_map<Problem::m, Problem::n>;
    static void multiply(const float* a, const float* b, float* out) {
        Problem::eigen(a_map(a), b_map(b),
                       [&](const auto& x, const auto& y) { out_map(out).noalias() = x * y; });
    }
};

/// Eigen's product without panels, element by element: its best at tiny shapes.
template <class Problem>
struct by_eigen_lazy : by_eigen_fixed<Problem> {
    static constexpr const char* name = "eigen_lazy";
    using maps = by_eigen_fixed<Problem>;
    static void multiply(const float* a, const float* b, float* out) {
        Problem::eigen(typename maps::a_map(a), typename maps::b_map(b), [&](const auto& x, const auto& y) {
            typename maps::out_map(out).noalias() = x.lazyProduct(y);
        });
    }
};

/// Sizes that Eigen is told at run time, so that it blocks for the caches.
template <class Problem>
struct by_eigen_dynamic {
    static constexpr const char* name = "eigen_dynamic";
    static void multiply(const float* a, const float* b, float* out) {
        using A = typename Problem::a_type;
        using B = typename Problem::b_type;
        Problem::eigen(dynamic_const_map(a, A::rows, A::cols), dynamic_const_map(b, B::rows, B::cols),
                       [&](const auto& x, const auto& y) {
                           dynamic_map(out, Problem::m, Problem::n).noalias() = x * y;
                       });
    }
};

} // namespace bench
