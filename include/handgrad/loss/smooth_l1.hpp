/// The smooth L1 loss.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/setting.hpp>
#include <handgrad/loss/elementwise_rows.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// huber{.delta = beta} divided by beta. With d = z - t, of each output:
///     l = d^2 / (2 beta)      l' = d / beta      |d| <= beta
///     l = |d| - beta / 2      l' = sign(d)       beyond
/// PyTorch's SmoothL1Loss; beta > 0 (for beta = 0 take mean_absolute_error). `mean` is over all outputs of
/// all rows: a row's loss is sum_c l / N.
struct smooth_l1 {
    setting<"smooth_l1: beta", range::positive> beta = by_default(1);
    handgrad::reduction reduction = handgrad::reduction::mean;

    template <class T>
    using target_type = T;
    template <int N>
    static constexpr int target_cols = N;

    template <class T, int B, int N, detail::gradient_place G>
    constexpr running_sum<T> operator()(kernel::sum_so_far<T> start, view<const T, B, N> z,
                                        view<const T, B, N> target, T weight, G g) const {
        const auto half = (simd::scalar_vector<T>(static_cast<T>(beta)) * simd::scalar_vector<T>(T(0.5))).v;
        return detail::add_elementwise(
            start, z, target, weight, detail::terms<T>(reduction, N), g,
            [unit = static_cast<T>(beta), half]<class V>(auto, V output, V wanted, V partial, V& slope)
                HANDGRAD_INLINE_LAMBDA {
                    const V difference = output - wanted;
                    slope = math::min(V(1), math::max(V(-1), difference / V(unit))); // a NaN goes through
                    return fma(slope, math::fnma(V(half), slope, difference), partial);
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
