/// LIBXSMM: a kernel made for the shape at run time. It is a kernel only: it does not block for the caches.
#pragma once

#include "../../enter.hpp"

#include <libxsmm.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace bench {

/// Asking for the instruction set also starts the library.
inline const bool libxsmm_described =
    describe_peer("libxsmm", std::string(LIBXSMM_VERSION " ") + libxsmm_get_target_arch());

/// It wants columns; rows of `out` are columns of B^T A^T. Its kernels take a transposed second operand, but
/// not a transposed first one: that is turned round by LIBXSMM's own routine in each call.
template <class Problem>
class by_libxsmm {
public:
    static constexpr const char* name = "libxsmm";
    using T = typename Problem::number;

    by_libxsmm() {
        libxsmm_descriptor_blob blob;
        if constexpr (Problem::transposed_b)
            turn_ = libxsmm_dispatch_trans(libxsmm_trans_descriptor_init(&blob, sizeof(T), K, N, N));
        if (!kernel_) {
            std::fprintf(stderr, "LIBXSMM makes no kernel for %s on this CPU\n", Problem::shape().c_str());
            std::exit(EXIT_FAILURE);
        }
    }

    void multiply(const T* a, const T* b, T* out) {
        if constexpr (Problem::transposed_b) {
            if (turn_) { // up to a certain size
                const unsigned int rows = K, cols = N;
                turn_(b, &rows, turned_, &cols);
            } else {
                libxsmm_otrans(turned_, b, sizeof(T), K, N, K, N);
            }
            kernel_(turned_, a, out);
        } else {
            kernel_(b, a, out);
        }
    }

private:
    static constexpr int M = Problem::m, N = Problem::n, K = Problem::k;
    libxsmm_mmfunction<T> kernel_{Problem::transposed_a ? LIBXSMM_GEMM_FLAG_TRANS_B : LIBXSMM_GEMM_FLAG_NONE,
                                  N,
                                  M,
                                  K,
                                  N,
                                  Problem::transposed_a ? M : K,
                                  N,
                                  T(1),
                                  T(0),
                                  LIBXSMM_PREFETCH_NONE};
    libxsmm_xtransfunction turn_ = nullptr;
    alignas(64) T turned_[Problem::transposed_b ? N * K : 1];
};

} // namespace bench
