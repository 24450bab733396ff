// Eigen's product without panels, element by element: its best at tiny shapes, hopeless at large ones.
#include <tasks.hpp>

#include "../eigen_factors.hpp"

namespace bench {

template <class Product>
struct by_eigen_lazy {
    static constexpr const char* name = "eigen_lazy";
    static constexpr bool enters = Product::m * Product::n * Product::k <= 64 * 64 * 64;
    using T = typename Product::number;
    static void multiply(const T* a, const T* b, T* out) {
        with_fixed_factors<Product>(a, b, [&](const auto& x, const auto& y) {
            fixed_map<Product::m, Product::n, T>(out).noalias() = x.lazyProduct(y);
        });
    }
};

[[maybe_unused]] static const bool entered = enter_all<by_eigen_lazy>(tasks{});

} // namespace bench
