/// A product as a function of its own, so that its machine code can be looked at.
#pragma once

#include <handgrad/kernel/product/gemm.hpp>
#include <handgrad/optimizer/parameter_update.hpp>
#include <handgrad/optimizer/sgd.hpp>

#define HANDGRAD_NN(M, N, K)                                                                                 \
    void nn_##M##x##N##x##K(hg::view<const float, M, K> a, hg::view<const float, K, N> b,                    \
                            hg::view<float, M, N> c) {                                                       \
        hg::gemm_nn(a, b, c);                                                                                \
    }
#define HANDGRAD_TN(M, N, K)                                                                                 \
    void tn_##M##x##N##x##K(hg::view<const float, K, M> a, hg::view<const float, K, N> b,                    \
                            hg::view<float, M, N> c) {                                                       \
        hg::gemm_tn(a, b, c);                                                                                \
    }
#define HANDGRAD_NT(M, N, K)                                                                                 \
    void nt_##M##x##N##x##K(hg::view<const float, M, K> a, hg::view<const float, N, K> b,                    \
                            hg::view<float, M, N> c) {                                                       \
        hg::gemm_nt(a, b, c);                                                                                \
    }
// The same as layers compute them, in tiles that are shared by all widths.
#define HANDGRAD_LAYER_NN(M, N, K)                                                                           \
    void layer_nn_##M##x##N##x##K(hg::view<const float, M, K> a, hg::view<const float, K, N> b,              \
                                  const float* bias, hg::view<float, M, N> c) {                              \
        hg::gemm_nn(a, b, hg::kernel::start_row<float>{bias},                                                \
                    hg::kernel::finish_apply<hg::relu, float, hg::kernel::fixed<N>>{c.data()});              \
    }
#define HANDGRAD_LAYER_NT(M, N, K)                                                                           \
    void layer_nt_##M##x##N##x##K(hg::view<const float, M, K> a, hg::view<const float, N, K> b,              \
                                  hg::view<float, M, N> c) {                                                 \
        hg::gemm_nt(a, b, hg::kernel::start_zero{}, hg::kernel::finish_in(c));                               \
    }
#define HANDGRAD_STEP(RULE, M, N, K)                                                                         \
    void RULE##_##M##x##N##x##K(hg::view<const float, K, M> a, hg::view<const float, K, N> b,                \
                                hg::detail::parameter_update<hg::RULE, hg::RULE::states, M * N, float> w) {  \
        hg::gemm_tn(a, b, hg::kernel::start_zero{}, w.finish<N>());                                          \
    }
