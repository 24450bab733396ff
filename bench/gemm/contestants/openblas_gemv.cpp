// OpenBLAS's product of a matrix and a vector, for one row.
#include <tasks.hpp>

#include <cblas.h>

#include <type_traits>

namespace bench {

template <class Product>
struct by_openblas_gemv {
    static constexpr const char* name = "openblas_gemv";
    static constexpr bool enters = Product::m == 1 && !Product::transposed_a && !Product::transposed_b;
    using T = typename Product::number;
    static void prepare(const T* z, const T* w, T* out) { multiply(z, w, out); } // as by_openblas
    static void multiply(const T* z, const T* w, T* out) {
        const auto gemv = [] {
            if constexpr (std::is_same_v<T, float>)
                return cblas_sgemv;
            else
                return cblas_dgemv;
        }();
        gemv(CblasRowMajor, CblasTrans, Product::k, Product::n, T(1), w, Product::n, z, 1, T(0), out, 1);
    }
};

[[maybe_unused]] static const bool entered = enter_all<by_openblas_gemv>(tasks{});

} // namespace bench
