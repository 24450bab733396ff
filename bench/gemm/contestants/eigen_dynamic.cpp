// Eigen with sizes that it is told at run time, so that it blocks for the caches.
#include <tasks.hpp>

#include "../eigen_factors.hpp"

namespace bench {

template <class Product>
struct by_eigen_dynamic {
    static constexpr const char* name = "eigen_dynamic";
    using T = typename Product::number;
    static void multiply(const T* a, const T* b, T* out) {
        with_factors<Product>(dynamic_const_map<T>(a, Product::a_rows, Product::a_cols),
                              dynamic_const_map<T>(b, Product::b_rows, Product::b_cols),
                              [&](const auto& x, const auto& y) {
                                  dynamic_map<T>(out, Product::m, Product::n).noalias() = x * y;
                              });
    }
};

[[maybe_unused]] static const bool entered = enter_all<by_eigen_dynamic>(tasks{});

} // namespace bench
