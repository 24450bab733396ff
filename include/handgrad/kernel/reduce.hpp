/// Sums and maxima over a row, in an order that does not depend on the width of the machine's vectors.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/block.hpp>
#include <handgrad/kernel/product/order.hpp>
#include <handgrad/simd/infinity.hpp>
#include <handgrad/simd/register_hints.hpp>
#include <handgrad/simd/select.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// The canonical order: element i belongs to partial result i mod 8; each partial takes its elements in order
/// of i; then they are joined by the tree of kernel/product/order.hpp.
/// Vectors of any number of lanes give the same bits. A sum of N terms x_i, each added by one operation, is
/// off by at most (N / 8 + 4) e sum_i |x_i|, e = 2^-24 for float and 2^-53 for double: rows may be long, but
/// for sums without end there is kernel/running_sum.hpp.
inline constexpr int partials = 8;

/// The eight partials after N elements, in 8 / V::width vectors, or in the first eight lanes of a wider one:
/// partial = f(block, partial) for each block, from `start` on.
template <class V, int N>
class partial_results {
public:
    using T = typename V::value_type;
    static constexpr int lanes = V::width < partials ? V::width : partials;
    static constexpr int vectors = partials / lanes;

    template <class F>
    HANDGRAD_INLINE constexpr partial_results(V start, F& f) {
        for (auto& p : partial_) p = start;
        if constexpr (V::width == 1) {
            for (int i = 0; i < N; ++i) partial_[i % partials] = f(block<V, 1>{i}, partial_[i % partials]);
        } else {
            constexpr int rest = N % partials, whole_vectors = rest / lanes, last_lanes = rest % lanes;
            for (int i = 0; i < N - rest; i += partials) add<vectors>(i, f);
            if constexpr (whole_vectors > 0) add<whole_vectors>(N - rest, f);
            if constexpr (last_lanes > 0) {
                const block<V, last_lanes> last{N - last_lanes};
                V& p = partial_[whole_vectors];
                p = last.or_else(f(last, p), p);
            }
        }
    }

    HANDGRAD_INLINE constexpr T sum() const noexcept {
        if constexpr (V::width == lanes) {
            return simd::sum_of_halves(tree<vectors>(partial_));
        } else {
            T p[partials];
            partial_[0].template store_first<partials>(p);
            return simd::sum_of_halves(simd::vector<T, partials>::load(p));
        }
    }

    HANDGRAD_INLINE constexpr T max() const noexcept {
        T p[partials] = {};
        for (int k = 0; k < vectors; ++k) partial_[k].template store_first<lanes>(p + k * lanes);
        return tree<partials>(p, [](T a, T b) HANDGRAD_INLINE_LAMBDA { return b > a ? b : a; });
    }

private:
    /// `Count` vectors of elements from `first` on.
    template <int Count, class F>
    HANDGRAD_INLINE constexpr void add(int first, F& f) {
        HANDGRAD_UNROLL
        for (int k = 0; k < Count; ++k) partial_[k] = f(block<V, lanes>{first + k * lanes}, partial_[k]);
    }

    V partial_[vectors];
};

/// The sum over 0 .. N-1, where f(block, partial) returns partial + (the block's terms). The addition is f's
/// own, so that a term which is a product can be added by fma.
template <class V, int N, class F>
HANDGRAD_INLINE constexpr typename V::value_type sum(F f) {
    return partial_results<V, N>(V(0), f).sum();
}

/// The largest of f(block) over 0 .. N-1; NaNs are passed over, and -inf is returned where there is nothing
/// else.
template <class V, int N, class F>
HANDGRAD_INLINE constexpr typename V::value_type maximum(F f) {
    using T = typename V::value_type;
    auto larger = [&](auto lanes, V p) HANDGRAD_INLINE_LAMBDA { return max(f(lanes), p); };
    return partial_results<V, N>(V(-math::infinity<T>), larger).max();
}

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
