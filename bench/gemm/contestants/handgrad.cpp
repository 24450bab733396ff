// The library that all this is about.
#include <tasks.hpp>

#include <handgrad/kernel/product/gemm.hpp>

namespace bench {

template <class Product>
struct by_handgrad {
    static constexpr const char* name = "handgrad";
    using T = typename Product::number;
    static void multiply(const T* a, const T* b, T* out) {
        const handgrad::view<const T, Product::a_rows, Product::a_cols> x(a);
        const handgrad::view<const T, Product::b_rows, Product::b_cols> y(b);
        const handgrad::view<T, Product::m, Product::n> z(out);
        if constexpr (Product::transposed_a)
            handgrad::gemm_tn(x, y, z);
        else if constexpr (Product::transposed_b)
            handgrad::gemm_nt(x, y, z);
        else
            handgrad::gemm_nn(x, y, z);
    }
};

[[maybe_unused]] static const bool entered = enter_all<by_handgrad>(tasks{});

} // namespace bench
