/// Softmax followed by cross-entropy with integer labels.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/outputs_are.hpp>
#include <handgrad/core/setting.hpp>
#include <handgrad/loss/labeled_rows.hpp>
#include <handgrad/loss/softmax_columns.hpp>
#include <handgrad/loss/softmax_row.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// PyTorch's CrossEntropyLoss with class indices. With the label y of a row of N logits z, the smoothing s
/// (0 to 1) and the class weights w (1, or those of class_weighted):
///     a_j = w_j ((1 - s) [j = y] + s / N)       A = sum_j a_j
///     l = sum_j a_j (log(sum_k exp(z_k)) - z_j)
///     g_j = weight (A softmax_j(z) - a_j)
/// computed with the largest z of the row taken out, so that no logit overflows. `mean` divides by sum_r
/// w_{y_r}.
///
/// A row with the label ignore_index (any integer; PyTorch's default is -100, here none) adds nothing to
/// loss and sum of weights, and its g is zero, whatever its logits are. (A layer multiplies that by what came
/// in: of an infinity there, it makes a NaN.) If no row counts, or the weights of all labels are 0, the mean
/// is 0 / 0 (infinite where smoothing leaves a loss) and g zero. Another label outside 0 .. N-1 stops a
/// build without NDEBUG; with NDEBUG it makes the loss NaN, and its row adds nothing to the gradient. It is
/// never used as an index. A NaN among the logits makes the loss and the row's gradient NaN. For
/// probabilities in the place of labels there is soft_cross_entropy: what a target is made of is part of a
/// loss's type, so that the compiler finds labels where probabilities belong.
struct softmax_cross_entropy {
    setting<"softmax_cross_entropy: label_smoothing", range::from_0_to_1> label_smoothing = by_default(0);
    std::optional<int> ignore_index = {};
    handgrad::reduction reduction = handgrad::reduction::mean;

    static constexpr auto takes = detail::outputs_as::logits_of_classes;
    template <class T>
    using target_type = int;
    template <int N>
    static constexpr int target_cols = 1;

    template <class T, int B, int N, detail::gradient_place G, class Weights = detail::equal_classes>
    constexpr running_sum<T> operator()(kernel::sum_so_far<T> start, view<const T, B, N> z,
                                        view<const int, B, 1> label, T weight, G g,
                                        Weights weights = {}) const {
        using one = simd::scalar_vector<T>;
        HANDGRAD_EXPECT(detail::loss_may_write(g, z, label), handgrad::detail::refuse_gradient_place());
        const bool smoothing = label_smoothing != 0;
        const detail::smoothed<T, N> smooth(label_smoothing);
        const auto row = [=]<class V>(view<const T, 1, N> z_r, int y, auto g_r) HANDGRAD_INLINE_LAMBDA {
            const V own(static_cast<T>(y)), yes(smooth(V(1))), no(smooth(V(0)));
            const auto target_of = [=](V at_label, V elsewhere) HANDGRAD_INLINE_LAMBDA {
                return [=](auto lanes) HANDGRAD_INLINE_LAMBDA {
                    return detail::weighted_columns<N>(
                        math::select(lanes.positions() == own, at_label, elsewhere), lanes, weights);
                };
            };
            const auto measure = [&](T largest) HANDGRAD_INLINE_LAMBDA {
                if (smoothing) return detail::distance_of<V>(z_r, largest, target_of(yes, no));
                const T distance = (one(largest) - one(z_r(0, y))).v;
                return detail::weighted_distance<T>{detail::weighted(T(1), weights, y),
                                                    detail::weighted(distance, weights, y)};
            };
            return detail::cross_entropy_of<V>(z_r, weight, g_r, measure,
                                               target_of(V(weight) * yes, V(weight) * no));
        };
        const auto wrong = []([[maybe_unused]] int y) {
            HANDGRAD_EXPECT(false, detail::label_out_of_range("softmax_cross_entropy", y, N));
        };
        return simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            running_sum<T> sum = start;
            for (int r = 0; r < B;) {
                if constexpr (detail::by_columns<V, N> && V::width <= B) {
                    constexpr int rows = V::width;
                    if (const view<const int, rows, 1> labels(&label(r, 0));
                        r + rows <= B && !smoothing && detail::all_count<N>(labels, ignore_index)) {
                        T losses[rows];
                        detail::cross_entropy_by_columns<V>(view<const T, rows, N>(&z(r, 0)), labels, weight,
                                                            detail::gradient_rows<rows>(g, r), weights)
                            .store(losses);
                        for (const T loss : losses) sum += loss;
                        r += rows;
                        continue;
                    }
                }
                sum = detail::add_labeled_row(sum, z.row(r), label(r, 0), ignore_index,
                                              detail::gradient_rows<1>(g, r), row, wrong);
                ++r;
            }
            return sum;
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
