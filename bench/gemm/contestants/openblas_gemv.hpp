/// OpenBLAS's product of a matrix and a vector, for one row.
#pragma once

#include "openblas.hpp"

namespace bench {

template <class Problem>
struct by_openblas_gemv {
    static constexpr const char* name = "openblas_gemv";
    static constexpr bool enters = Problem::m == 1 && !Problem::transposed_a && !Problem::transposed_b;
    using T = typename Problem::number;
    static void prepare(const T* z, const T* w, T* out) { multiply(z, w, out); } // as by_openblas
    static void multiply(const T* z, const T* w, T* out) {
        const auto gemv = [] {
            if constexpr (std::is_same_v<T, float>)
                return cblas_sgemv;
            else
                return cblas_dgemv;
        }();
        gemv(CblasRowMajor, CblasTrans, Problem::k, Problem::n, T(1), w, Problem::n, z, 1, T(0), out, 1);
    }
};

} // namespace bench
