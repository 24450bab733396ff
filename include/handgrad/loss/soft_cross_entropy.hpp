/// Softmax followed by cross-entropy with soft labels.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/outputs_are.hpp>
#include <handgrad/core/setting.hpp>
#include <handgrad/loss/class_weights.hpp>
#include <handgrad/loss/softmax_row.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// PyTorch's CrossEntropyLoss with class probabilities: a target is a row of N probabilities t (they need not
/// add up to 1). With the smoothing s (0 to 1) and the class weights w (1, or those of class_weighted):
///     a_j = w_j (t_j (1 - s) + s / N)       A = sum_j a_j
///     l = sum_j a_j (log(sum_k exp(z_k)) - z_j)
///     g_j = weight (A softmax_j(z) - a_j)
/// computed with the largest z of the row taken out, so that no logit overflows. `mean` divides by the number
/// of rows. A class with a_j = 0 may have the logit -inf (PyTorch: NaN); a NaN among the logits makes the
/// loss and the row's gradient NaN.
struct soft_cross_entropy {
    setting<"soft_cross_entropy: label_smoothing", range::from_0_to_1> label_smoothing = by_default(0);
    handgrad::reduction reduction = handgrad::reduction::mean;

    static constexpr auto takes = detail::outputs_as::logits_of_classes;
    template <class T>
    using target_type = T;
    template <int N>
    static constexpr int target_cols = N;

    template <class T, int B, int N, detail::gradient_place G, class Weights = detail::equal_classes>
    constexpr running_sum<T> operator()(kernel::sum_so_far<T> start, view<const T, B, N> z,
                                        view<const T, B, N> target, T weight, G g,
                                        Weights weights = {}) const {
        HANDGRAD_EXPECT(detail::loss_may_write(g, z, target), handgrad::detail::refuse_gradient_place());
        HANDGRAD_EXPECT(detail::all_finite(target), handgrad::detail::target_not_finite());
        const detail::smoothed<T, N> smooth(label_smoothing);
        for (int r = 0; r < B; ++r) {
            const T loss = simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
                const auto share = [&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                    return detail::weighted_columns<N>(smooth(lanes.load(target.row(r).data())), lanes,
                                                       weights);
                };
                const auto measure = [&](T largest) HANDGRAD_INLINE_LAMBDA {
                    return detail::distance_of<V>(z.row(r), largest, share);
                };
                const auto pull = [&](auto lanes) HANDGRAD_INLINE_LAMBDA { return V(weight) * share(lanes); };
                if constexpr (is_discarded<G>)
                    return detail::cross_entropy_of<V>(z.row(r), weight, g, measure, pull);
                else
                    return detail::cross_entropy_of<V>(z.row(r), weight, g.row(r), measure, pull);
            });
            start += loss;
        }
        return start;
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
