// Eigen with fixed sizes.
#include <tasks.hpp>

#include "../eigen_factors.hpp"

namespace bench {

template <class Product>
struct by_eigen_fixed {
    static constexpr const char* name = "eigen_fixed";
    using T = typename Product::number;
    static void multiply(const T* a, const T* b, T* out) {
        with_fixed_factors<Product>(a, b, [&](const auto& x, const auto& y) {
            fixed_map<Product::m, Product::n, T>(out).noalias() = x * y;
        });
    }
};

[[maybe_unused]] static const bool entered = enter_all<by_eigen_fixed>(tasks{});

} // namespace bench
