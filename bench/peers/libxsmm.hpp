/// LIBXSMM: kernels made for their shapes at run time. They are kernels only: they do not block for the
/// caches.
#pragma once

#include "../harness/enter.hpp"
#include "by_hand.hpp"

#include <libxsmm.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace bench {

/// Asking for the instruction set also starts the library.
inline const bool libxsmm_described =
    describe_peer("libxsmm", std::string(LIBXSMM_VERSION " ") + libxsmm_get_target_arch());

/// out = a b or, if `Add`, out += a b, for an M x N output; a may be transposed. LIBXSMM wants columns: rows
/// of `out` are columns of b^T a^T. It has no factor but 1.
template <class T, int M, int N, int K, bool TransposedA, bool Add>
class libxsmm_product {
public:
    libxsmm_product() {
        if (kernel_) return;
        std::fprintf(stderr, "LIBXSMM makes no kernel for %dx%dx%d on this CPU\n", M, N, K);
        std::exit(EXIT_FAILURE);
    }

    void operator()(const T* a, const T* b, T* out) const { kernel_(b, a, out); }

private:
    libxsmm_mmfunction<T> kernel_{TransposedA ? LIBXSMM_GEMM_FLAG_TRANS_B : LIBXSMM_GEMM_FLAG_NONE,
                                  N,
                                  M,
                                  K,
                                  N,
                                  TransposedA ? M : K,
                                  N,
                                  T(1),
                                  T(Add),
                                  LIBXSMM_PREFETCH_NONE};
};

/// Turns a Rows x Cols matrix round. Its kernels do not take a transposed b.
template <class T, int Rows, int Cols>
class libxsmm_transposition {
public:
    libxsmm_transposition() {
        libxsmm_descriptor_blob blob;
        kernel_ = libxsmm_dispatch_trans(libxsmm_trans_descriptor_init(&blob, sizeof(T), Cols, Rows, Rows));
    }

    const T* operator()(const T* from) {
        if (kernel_) { // up to a certain size
            const unsigned int rows = Cols, cols = Rows;
            kernel_(from, &rows, turned_, &cols);
        } else {
            libxsmm_otrans(turned_, from, sizeof(T), Cols, Rows, Cols, Rows);
        }
        return turned_;
    }

private:
    libxsmm_xtransfunction kernel_ = nullptr;
    alignas(64) T turned_[Rows * Cols];
};

/// Of a layer with Inputs x Outputs weights.
template <int Batch, int Inputs, int Outputs>
class libxsmm_products {
public:
    static constexpr const char* name = "libxsmm";

    template <class Activation>
    void forward(const float* z, const float* w, const float* b, float* out) const {
        forward_(z, w, out);
        add_bias_and_activate<Activation, Batch, Outputs>(out, b);
    }
    void add_gradient(const float* z, const float* g, float* w) const { gradient_(z, g, w); }
    void backward(const float* g, const float* w, float* out) { backward_(g, turn_(w), out); }

private:
    libxsmm_product<float, Batch, Outputs, Inputs, false, false> forward_;
    libxsmm_product<float, Inputs, Outputs, Batch, true, true> gradient_;
    libxsmm_product<float, Batch, Inputs, Outputs, false, false> backward_;
    libxsmm_transposition<float, Inputs, Outputs> turn_;
};

} // namespace bench
