/// The Huber loss.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/setting.hpp>
#include <handgrad/loss/elementwise_rows.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// With d = z - t, of each output:
///     l = d^2 / 2                    l' = d                 |d| <= delta
///     l = delta (|d| - delta / 2)    l' = delta sign(d)     beyond
/// PyTorch's HuberLoss; delta > 0. `mean` is over all outputs of all rows: a row's loss is sum_c l / N.
/// (P. J. Huber, Robust estimation of a location parameter, 1964.)
struct huber {
    setting<"huber: delta", range::positive> delta = by_default(1);
    handgrad::reduction reduction = handgrad::reduction::mean;

    template <class T>
    using target_type = T;
    template <int N>
    static constexpr int target_cols = N;

    template <class T, int B, int N, detail::gradient_place G>
    constexpr running_sum<T> operator()(kernel::sum_so_far<T> start, view<const T, B, N> z,
                                        view<const T, B, N> target, T weight, G g) const {
        return detail::add_elementwise(
            start, z, target, weight, detail::terms<T>(reduction, N), g,
            [bound = static_cast<T>(delta)]<class V>(auto, V output, V wanted, V partial, V& slope)
                HANDGRAD_INLINE_LAMBDA {
                    const V difference = output - wanted;
                    slope = math::min(V(bound), math::max(V(-bound), difference)); // a NaN goes through
                    return fma(slope, math::fnma(V(T(0.5)), slope, difference), partial);
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
