/// Softmax followed by cross-entropy with integer labels.
#pragma once

#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/kernel/reduce.hpp>
#include <handgrad/loss/concept.hpp>
#include <handgrad/simd/math.hpp>

#include <cassert>

namespace handgrad::inline HANDGRAD_ISA {

/// l_r = log(sum_j exp(z(r, j))) - z(r, y_r) with the label y_r in 0 .. N-1, computed with the largest z of
/// the row taken out, so that no logit overflows; g(r, j) = weight (softmax_j(z_r) - [j = y_r]).
///
/// A label outside 0 .. N-1 stops a build without NDEBUG; with NDEBUG it makes the loss NaN, and its row adds
/// nothing to the gradient. It is never used as an index. A NaN among the logits makes the loss and the row's
/// gradient NaN.
struct softmax_cross_entropy {
    template <class T>
    using target_type = int;
    template <int N>
    static constexpr int target_cols = 1;

    template <class T, int B, int N, class G>
    constexpr T operator()(T start, view<const T, B, N> z, view<const int, B, 1> label, T weight, G g) const {
        static_assert(N < 1 << 24, "the classes are numbered exactly in T");
        for (int r = 0; r < B; ++r) {
            const int y = label(r, 0);
            const bool valid = 0 <= y && y < N;
            assert(valid &&
                   "handgrad: softmax_cross_entropy: a label is outside 0 .. (number of classes - 1)");
            const T loss = with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
                if constexpr (is_discarded<G>)
                    return row<V>(z.row(r), y, valid, weight, g);
                else
                    return row<V>(z.row(r), y, valid, weight, g.row(r));
            });
            start = (scalar_vector<T>(start) + scalar_vector<T>(loss)).v;
        }
        return start;
    }

private:
    template <class V, class T, int N, class G>
    HANDGRAD_INLINE static constexpr T row(view<const T, 1, N> z, int label, bool valid, T weight, G g) {
        using one = scalar_vector<T>;
        const V y(static_cast<T>(label));
        const T largest =
            maximum<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA { return lanes.load(z.data()); });
        const T z_y = sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
            return partial + select(lanes.positions() == y, lanes.load(z.data()), V(0));
        });
        const T total = sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
            const V e = math::exp(lanes.load(z.data()) - V(largest));
            if constexpr (!is_discarded<G>) lanes.store(g.data(), e);
            return partial + e;
        });
        if constexpr (!is_discarded<G>) {
            const V scale(valid ? (one(weight) / one(total)).v : T(0));
            for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                const V one_hot = select(lanes.positions() == y, V(weight), V(0));
                lanes.store(g.data(), fma(lanes.load(g.data()), scale, -one_hot));
            });
        }
        const T result = (math::log(one(total)) + (one(largest) - one(z_y))).v;
        return valid ? result : math::not_a_number<T>;
    }
};

} // namespace handgrad::inline HANDGRAD_ISA
