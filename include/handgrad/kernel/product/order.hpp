/// The canonical order of summation: the one place that says which roundings a product of matrices consists
/// of.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>
#include <handgrad/simd/register_hints.hpp>
#include <handgrad/simd/select.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// Every element of a product is a sum over k = 0 .. Depth-1, started with s (zero, a bias, or the old
/// value):
///
///     chain_0 = fma(a_k, b_k, ... fma(a_C, b_C, fma(a_0, b_0, s)))       k = 0, C, 2C, ...
///     chain_c = fma(a_k, b_k, ... fma(a_c, b_c, +0))                     k = c, c + C, c + 2C, ...
///     element = tree(chain_0 .. chain_{C-1}):  the upper half is added to the lower until one is left
///
/// Z^T G and G W^T have C = 1: one chain. The first is a sum over the rows of a batch, and a chain can be
/// continued: a batch cut into tiles gives the bits of the whole.
///
/// An element of n products is off by at most (n / C + log2 C) e (|s| + sum_k |a_k b_k|), e = 2^-24 for float
/// and 2^-53 for double; as rounding errors have either sign, in practice by some sqrt(n / C) in place of n /
/// C. Of a gradient, n is the number of rows of the whole batch: of 10^6 terms of one sign, floats keep three
/// digits of the sum, and two if all are alike. The shards of train/data_parallel.hpp are chains of their
/// own.

/// The most chains there are.
inline constexpr int most_chains = 8;

/// The number C of chains of Z W, a function of the layer's shape alone. One row of a narrow layer has too
/// few outputs to fill the FMA units (two units, four cycles each: eight chains in flight), so it gets more
/// chains: C outputs / 8 vectors of them, until the tree that joins them, and the batches that pay for it,
/// cost more than one row saves.
constexpr int forward_chains(int depth, int outputs) {
    if (depth < 16 || outputs > 32) return 1;
    if (outputs > 16) return 2;
    return outputs < 8 || depth >= 64 ? most_chains : 4;
}

/// The tree that joins chains, or other partial results p_0 .. p_{Count-1}, Count a power of two: the upper
/// half is joined to the lower, p_k to p_{k + Count/2}, until one is left:
///     ((p0 + p4) + (p2 + p6)) + ((p1 + p5) + (p3 + p7))
template <int Count, class X, class Join>
HANDGRAD_INLINE constexpr X tree(const X* p, Join join) {
    if constexpr (Count == 1) {
        return p[0];
    } else {
        X lower[Count / 2];
        HANDGRAD_UNROLL
        for (int k = 0; k < Count / 2; ++k) lower[k] = join(p[k], p[k + Count / 2]);
        return tree<Count / 2>(lower, join);
    }
}
/// Of sums.
template <int Count, class X>
HANDGRAD_INLINE constexpr X tree(const X* p) {
    return tree<Count>(p, [](const X& a, const X& b) HANDGRAD_INLINE_LAMBDA { return a + b; });
}

/// The specification, one element: a(k) and b(k) give the factors.
template <class T, class A, class B>
constexpr T sum_of_products(T start, int depth, int chains, A a, B b) {
    T partial[most_chains] = {start};
    for (int k = 0; k < depth; ++k) {
        T& chain = partial[k % chains];
        chain = fma(simd::vector<T, 1>(a(k)), simd::vector<T, 1>(b(k)), simd::vector<T, 1>(chain)).v;
    }
    switch (chains) {
    case 8:
        return tree<8>(partial);
    case 4:
        return tree<4>(partial);
    case 2:
        return tree<2>(partial);
    default:
        return partial[0];
    }
}

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
