/// What is to be multiplied, as Eigen sees it.
#pragma once

#include "../peers/eigen.hpp"

namespace bench {

/// f(A, B), where both are what is to be multiplied, however they lie in memory.
template <class Product, class A, class B, class F>
void with_factors(const A& a, const B& b, F f) {
    if constexpr (Product::transposed_a)
        f(a.transpose(), b);
    else if constexpr (Product::transposed_b)
        f(a, b.transpose());
    else
        f(a, b);
}

template <class Product, class T, class F>
void with_fixed_factors(const T* a, const T* b, F f) {
    with_factors<Product>(fixed_const_map<Product::a_rows, Product::a_cols, T>(a),
                          fixed_const_map<Product::b_rows, Product::b_cols, T>(b), f);
}

} // namespace bench
