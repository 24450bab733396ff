// OpenBLAS, in one thread.
#include <tasks.hpp>

#include <cblas.h>

#include <type_traits>

namespace bench {

inline const bool openblas_described =
    (openblas_set_num_threads(1), describe_peer("openblas", openblas_get_corename()));

template <class Product>
struct by_openblas {
    static constexpr const char* name = "openblas";
    using T = typename Product::number;
    /// The first call takes memory, which may last so long that Google Benchmark times no second one.
    static void prepare(const T* a, const T* b, T* out) { multiply(a, b, out); }
    static void multiply(const T* a, const T* b, T* out) {
        const auto gemm = [] {
            if constexpr (std::is_same_v<T, float>)
                return cblas_sgemm;
            else
                return cblas_dgemm;
        }();
        gemm(CblasRowMajor, Product::transposed_a ? CblasTrans : CblasNoTrans,
             Product::transposed_b ? CblasTrans : CblasNoTrans, Product::m, Product::n, Product::k, T(1), a,
             Product::a_cols, b, Product::b_cols, T(0), out, Product::n);
    }
};

[[maybe_unused]] static const bool entered = enter_all<by_openblas>(tasks{});

} // namespace bench
