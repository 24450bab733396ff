/// LIBXSMM: a kernel made for the shape before the clock starts.
#pragma once

#include "../../libxsmm.hpp"

namespace bench {

/// A transposed second operand is turned round by LIBXSMM's own routine in each call.
template <class Problem>
class by_libxsmm {
public:
    static constexpr const char* name = "libxsmm";
    using T = typename Problem::number;

    void multiply(const T* a, const T* b, T* out) {
        if constexpr (Problem::transposed_b) b = turn_(b);
        product_(a, b, out);
    }

private:
    struct nothing {};
    libxsmm_product<T, Problem::m, Problem::n, Problem::k, Problem::transposed_a, false> product_;
    [[no_unique_address]] std::conditional_t<Problem::transposed_b,
                                             libxsmm_transposition<T, Problem::n, Problem::k>, nothing>
        turn_;
};

} // namespace bench
