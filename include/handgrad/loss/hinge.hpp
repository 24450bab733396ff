/// The multi-class hinge loss.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/setting.hpp>
#include <handgrad/kernel/reduce.hpp>
#include <handgrad/loss/labeled_rows.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// PyTorch's MultiMarginLoss with p = 1. With the label y of a row of N scores z and the class weights w (1,
/// or those of class_weighted):
///     h_j = max(0, margin - z_y + z_j)         j /= y; at the kink the derivative is 0
///     l = w_y / N sum_{j /= y} h_j
///     g_j = weight w_y / N [h_j > 0]           g_y = - sum_{j /= y} g_j
/// `mean` divides by the number of rows, whatever the weights. Labels that are none: as in
/// softmax_cross_entropy. A NaN among the scores makes the loss NaN (PyTorch: nothing), and its part of the
/// gradient. (J. Weston, C. Watkins, Support vector machines for multi-class pattern recognition, 1999.)
struct hinge {
    setting<"hinge: margin", range::finite> margin = by_default(1);
    handgrad::reduction reduction = handgrad::reduction::mean;

    template <class T>
    using target_type = int;
    template <int N>
    static constexpr int target_cols = 1;

    template <class T, int B, int N, detail::gradient_place G, class Weights = detail::equal_classes>
    constexpr running_sum<T> operator()(kernel::sum_so_far<T> start, view<const T, B, N> z,
                                        view<const int, B, 1> label, T weight, G g,
                                        Weights weights = {}) const {
        using one = simd::scalar_vector<T>;
        return detail::add_labeled(
            start, z, label, {}, g,
            [&, distance = static_cast<T>(margin)]<class V>(view<const T, 1, N> z_r, int y,
                                                            auto g_r) HANDGRAD_INLINE_LAMBDA {
                const V own(static_cast<T>(y)), z_y(z_r(0, y));
                const auto excess = [&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                    const V h =
                        math::max(V(0), V(distance) + (lanes.load(z_r.data()) - z_y)); // NaN goes through
                    return math::select(lanes.positions() == own, V(0), h);
                };
                const auto slope = [&](V h)
                                       HANDGRAD_INLINE_LAMBDA { return math::select(h > V(0), V(1), h); };
                const one total(kernel::sum<V, N>(
                    [&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA { return partial + excess(lanes); }));
                if constexpr (!is_discarded<G>) {
                    const T count = kernel::sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
                        return partial + slope(excess(lanes));
                    });
                    const V factor((one(detail::weighted(weight, weights, y)) / one(T(N))).v);
                    kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                        const V s = math::select(lanes.positions() == own, V(-count), slope(excess(lanes)));
                        lanes.store(g_r.data(), s * factor);
                    });
                }
                return detail::weighted((total / one(T(N))).v, weights, y);
            },
            []([[maybe_unused]] int y) {
                HANDGRAD_EXPECT(false, detail::label_out_of_range("hinge", y, N));
            });
    }
    template <class Z, class Target, class T, class G>
        requires detail::given_by_hand<Z, Target, G>
    constexpr running_sum<T> operator()(kernel::sum_so_far<T> start, const Z& z, const Target& target,
                                        T weight, G&& g) const {
        return detail::call_by_hand(*this, start, z, target, weight, static_cast<G&&>(g));
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
