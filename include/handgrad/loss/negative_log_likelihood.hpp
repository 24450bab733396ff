/// The negative log-likelihood of integer labels.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/outputs_are.hpp>
#include <handgrad/loss/labeled_rows.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// PyTorch's NLLLoss: the outputs z are log-probabilities (after a log_softmax). With the label y and the
/// class weights w (1, or those of class_weighted):
///     l = -w_y z_y       g_j = -weight w_y [j = y]
/// `mean` divides by sum_r w_{y_r}. ignore_index and labels that are none: as in softmax_cross_entropy. Only
/// z_y is looked at.
struct negative_log_likelihood {
    std::optional<int> ignore_index = {};
    handgrad::reduction reduction = handgrad::reduction::mean;

    static constexpr auto takes = detail::outputs_as::logarithms;
    template <class T>
    using target_type = int;
    template <int N>
    static constexpr int target_cols = 1;

    template <class T, int B, int N, detail::gradient_place G, class Weights = detail::equal_classes>
    constexpr running_sum<T> operator()(kernel::sum_so_far<T> start, view<const T, B, N> z,
                                        view<const int, B, 1> label, T weight, G g,
                                        Weights weights = {}) const {
        return detail::add_labeled(
            start, z, label, ignore_index, g,
            [&]<class V>(view<const T, 1, N> z_r, int y, auto g_r) HANDGRAD_INLINE_LAMBDA {
                const T loss = -detail::weighted(z_r(0, y), weights, y);
                if constexpr (!is_discarded<G>) {
                    const V slope(-detail::weighted(weight, weights, y));
                    kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                        lanes.store(g_r.data(),
                                    math::select(lanes.positions() == V(static_cast<T>(y)), slope, V(0)));
                    });
                }
                return loss;
            },
            []([[maybe_unused]] int y) {
                HANDGRAD_EXPECT(false, detail::label_out_of_range("negative_log_likelihood", y, N));
            });
    }
    template <class Z, class Target, class T, class G>
        requires detail::given_by_hand<Z, Target, G>
    constexpr running_sum<T> operator()(kernel::sum_so_far<T> start, const Z& z, const Target& target,
                                        T weight, G&& g) const {
        return detail::call_by_hand(*this, start, z, target, weight, static_cast<G&&>(g));
    }

    template <class T, class Weights = detail::equal_classes>
    constexpr running_sum<T> divisor(rows<const int, 1> labels, Weights weights = {}) const noexcept {
        return detail::labels_divisor<T>(reduction, labels, ignore_index, weights);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
