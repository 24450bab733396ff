/// The sigmoid followed by binary cross-entropy.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/outputs_are.hpp>
#include <handgrad/core/setting.hpp>
#include <handgrad/loss/class_weights.hpp>
#include <handgrad/loss/elementwise_rows.hpp>
#include <handgrad/math/math.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// PyTorch's BCEWithLogitsLoss. With the probability t that an output is one, p = pos_weight >= 0 and the
/// weight w of the output's column (1, or that of class_weighted), of each output:
///     l = -w (p t log(sigmoid(z)) + (1 - t) log(1 - sigmoid(z)))
///       = w ((p t + 1 - t) log1p(exp(-|z|)) + |z| (z > 0 ? 1 - t : p t))
///     l' = w ((1 - t) sigmoid(z) - p t sigmoid(-z))
/// `mean` is over all outputs of all rows, whatever the weights: a row's loss is sum_c l / N. Nothing
/// overflows or cancels; an infinite logit that is right adds nothing (PyTorch: NaN).
struct binary_cross_entropy_with_logits {
    setting<"binary_cross_entropy_with_logits: pos_weight", range::not_negative> pos_weight = by_default(1);
    handgrad::reduction reduction = handgrad::reduction::mean;

    static constexpr auto takes = detail::outputs_as::logits;
    template <class T>
    using target_type = T;
    template <int N>
    static constexpr int target_cols = N;

    template <class T, int B, int N, detail::gradient_place G, class Weights = detail::equal_classes>
    constexpr running_sum<T> operator()(kernel::sum_so_far<T> start, view<const T, B, N> z,
                                        view<const T, B, N> target, T weight, G g,
                                        Weights weights = {}) const {
        return detail::add_elementwise(
            start, z, target, weight, detail::terms<T>(reduction, N), g,
            [weights, pos = static_cast<T>(pos_weight)]<class V>(auto lanes, V logit, V t, V partial,
                                                                 V& slope) HANDGRAD_INLINE_LAMBDA {
                const V yes = detail::weighted_columns<N>(V(pos) * t, lanes, weights);
                const V no = detail::weighted_columns<N>(V(1) - t, lanes, weights);
                const auto positive = logit > V(0);
                const V e = math::exp(-abs(logit));
                const V near = V(1) / (V(1) + e), far = e * near; // sigmoid(|z|), sigmoid(-|z|)
                slope = math::fnma(yes, math::select(positive, far, near),
                                   no * math::select(positive, near, far));
                const V wrong = math::select(positive, no, yes);
                const V linear = math::select(wrong == V(0), V(0), abs(logit));
                return fma(wrong, linear, fma(yes + no, math::log1p(e), partial));
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
