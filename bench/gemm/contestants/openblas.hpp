/// OpenBLAS, in one thread.
#pragma once

#include "../../enter.hpp"

#include <cblas.h>

#include <type_traits>

namespace bench {

inline const bool openblas_described =
    (openblas_set_num_threads(1), describe_peer("openblas", openblas_get_corename()));

template <class Problem>
struct by_openblas {
    static constexpr const char* name = "openblas";
    using T = typename Problem::number;
    /// The first call takes memory, which may last so long that Google Benchmark times no second one.
    static void prepare(const T* a, const T* b, T* out) { multiply(a, b, out); }
    static void multiply(const T* a, const T* b, T* out) {
        const auto gemm = [] {
            if constexpr (std::is_same_v<T, float>)
                return cblas_sgemm;
            else
                return cblas_dgemm;
        }();
        gemm(CblasRowMajor, Problem::transposed_a ? CblasTrans : CblasNoTrans,
             Problem::transposed_b ? CblasTrans : CblasNoTrans, Problem::m, Problem::n, Problem::k, T(1), a,
             Problem::a_type::cols, b, Problem::b_type::cols, T(0), out, Problem::n);
    }
};

} // namespace bench
