/// The library that all this is about.
#pragma once

#include <handgrad/kernel/product/gemm.hpp>

namespace bench {

template <class Problem>
struct by_handgrad {
    static constexpr const char* name = "handgrad";
    using T = typename Problem::number;
    static void multiply(const T* a, const T* b, T* out) {
        const typename Problem::a_type x(a);
        const typename Problem::b_type y(b);
        const typename Problem::out_type z(out);
        if constexpr (Problem::transposed_a)
            handgrad::gemm_tn(x, y, z);
        else if constexpr (Problem::transposed_b)
            handgrad::gemm_nt(x, y, z);
        else
            handgrad::gemm_nn(x, y, z);
    }
};

} // namespace bench
