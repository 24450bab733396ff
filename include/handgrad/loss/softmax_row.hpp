/// Softmax followed by cross-entropy, of one row.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/kernel/reduce.hpp>
#include <handgrad/loss/concept.hpp>
#include <handgrad/math/math.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// Of the weights a_j that a row's target gives to the classes: A = sum_j a_j, and sum_j a_j (largest - z_j).
template <class T>
struct weighted_distance {
    T mass, distance;
};

/// share(lanes) are the a_j of some columns. A class with a_j = 0 adds nothing even where z_j = -inf.
template <class V, class T, int N, class Share>
HANDGRAD_INLINE constexpr weighted_distance<T> distance_of(view<const T, 1, N> z, T largest, Share share) {
    const T mass = kernel::sum<V, N>([&](auto lanes, V partial)
                                         HANDGRAD_INLINE_LAMBDA { return partial + share(lanes); });
    const T distance = kernel::sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
        const V a = share(lanes), below = V(largest) - lanes.load(z.data());
        return fma(a, select(a == V(0), V(0), below), partial);
    });
    return {mass, distance};
}

/// sum_j a_j (log(sum_k exp(z_k)) - z_j); g_j = weight (A softmax_j(z) - a_j). The largest z is taken out, so
/// that no logit overflows: measure(largest) is the weighted_distance of the target. pull(lanes) are weight
/// a_j of some columns.
template <class V, class T, int N, class G, class Measure, class Pull>
HANDGRAD_INLINE constexpr T cross_entropy_of(view<const T, 1, N> z, T weight, G g, Measure measure,
                                             Pull pull) {
    using one = simd::scalar_vector<T>;
    const T largest =
        kernel::maximum<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA { return lanes.load(z.data()); });
    const weighted_distance<T> target = measure(largest); // before g, which may lie where z does, is written
    const one mass(target.mass), total(kernel::sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
        const V e = math::exp(lanes.load(z.data()) - V(largest));
        if constexpr (!is_discarded<G>) lanes.store(g.data(), e);
        return partial + e;
    }));
    if constexpr (!is_discarded<G>) {
        const V scale((one(weight) * mass / total).v);
        kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
            lanes.store(g.data(), fma(lanes.load(g.data()), scale, -pull(lanes)));
        });
    }
    return fma(mass, math::log(total), one(target.distance)).v;
}

/// A probability t, smoothed over N classes: t (1 - smoothing) + smoothing / N.
template <class T, int N>
class smoothed {
    using one = simd::scalar_vector<double>;

public:
    HANDGRAD_INLINE constexpr explicit smoothed(double smoothing) noexcept {
        if (smoothing == 0) return; // spares a division to those who need none
        kept_ = static_cast<T>((one(1) - one(smoothing)).v);
        shared_ = static_cast<T>((one(smoothing) / one(N)).v);
    }

    template <class V>
    HANDGRAD_INLINE constexpr V operator()(V t) const noexcept {
        return fma(t, V(kept_), V(shared_));
    }

private:
    T kept_ = 1, shared_ = 0;
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
