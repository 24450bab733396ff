/// Softmax followed by cross-entropy, of one row.
#pragma once

#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/kernel/reduce.hpp>
#include <handgrad/loss/concept.hpp>
#include <handgrad/simd/math.hpp>

namespace handgrad::inline HANDGRAD_ISA::detail {

// The largest z of the row is taken out, so that no logit overflows.

/// total = sum_j exp(z_j - largest), whose terms are written to g.
template <class V, class T, int N, class G>
HANDGRAD_INLINE constexpr T softmax_total(view<const T, 1, N> z, T largest, G g) {
    return sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
        const V e = math::exp(lanes.load(z.data()) - V(largest));
        if constexpr (!is_discarded<G>) lanes.store(g.data(), e);
        return partial + e;
    });
}

/// log(sum_j exp(z_j)) - z_y; g_j = weight (softmax_j(z) - [j = y]).
template <class V, class T, int N, class G>
HANDGRAD_INLINE constexpr T hard_row(view<const T, 1, N> z, int label, T weight, G g) {
    using one = scalar_vector<T>;
    const V y(static_cast<T>(label));
    const T z_y = z(0, label);
    const T largest = maximum<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA { return lanes.load(z.data()); });
    const T total = softmax_total<V>(z, largest, g);
    if constexpr (!is_discarded<G>) {
        const V scale((one(weight) / one(total)).v);
        for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
            const V one_hot = select(lanes.positions() == y, V(weight), V(0));
            lanes.store(g.data(), fma(lanes.load(g.data()), scale, -one_hot));
        });
    }
    return (math::log(one(total)) + (one(largest) - one(z_y))).v;
}

/// sum_j a_j (log(sum_k exp(z_k)) - z_j); g_j = weight (A softmax_j(z) - a_j) with A = sum_j a_j, where
/// a(lanes) are the a_j of some columns. A class with a_j = 0 adds nothing even where z_j = -inf.
template <class V, class T, int N, class G, class Target>
HANDGRAD_INLINE constexpr T soft_row(view<const T, 1, N> z, T weight, G g, Target a) {
    using one = scalar_vector<T>;
    const T largest = maximum<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA { return lanes.load(z.data()); });
    const one mass(
        sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA { return partial + a(lanes); }));
    const one distance(sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
        const V share = a(lanes), below = V(largest) - lanes.load(z.data());
        return fma(share, select(share == V(0), V(0), below), partial);
    }));
    const one total(softmax_total<V>(z, largest, g));
    if constexpr (!is_discarded<G>) {
        const V scale((one(weight) * mass / total).v);
        for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
            lanes.store(g.data(), fma(lanes.load(g.data()), scale, -(V(weight) * a(lanes))));
        });
    }
    return fma(mass, math::log(total), distance).v;
}

/// A probability t, smoothed over N classes: t (1 - smoothing) + smoothing / N.
template <class T, int N>
class smoothed {
    using one = scalar_vector<double>;

public:
    HANDGRAD_INLINE constexpr explicit smoothed(double smoothing) noexcept
        : kept_(static_cast<T>((one(1) - one(smoothing)).v)),
          shared_(static_cast<T>((one(smoothing) / one(N)).v)) {}

    template <class V>
    HANDGRAD_INLINE constexpr V operator()(V t) const noexcept {
        return fma(t, V(kept_), V(shared_));
    }

private:
    T kept_, shared_;
};

} // namespace handgrad::inline HANDGRAD_ISA::detail
