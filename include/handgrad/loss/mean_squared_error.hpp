/// The mean squared error.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/loss/elementwise_rows.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// l = (z - t)^2, l' = 2 (z - t), of each output: PyTorch's MSELoss. `mean` is over all outputs of all rows:
/// a row's loss is sum_c l / N.
struct mean_squared_error {
    handgrad::reduction reduction = handgrad::reduction::mean;

    template <class T>
    using target_type = T;
    template <int N>
    static constexpr int target_cols = N;

    template <class T, int B, int N, detail::gradient_place G>
    constexpr running_sum<T> operator()(kernel::sum_so_far<T> start, view<const T, B, N> z,
                                        view<const T, B, N> target, T weight, G g) const {
        return detail::add_elementwise(start, z, target, T(2) * weight, detail::terms<T>(reduction, N), g,
                                       []<class V>(auto, V output, V wanted, V partial, V& slope)
                                           HANDGRAD_INLINE_LAMBDA {
                                               slope = output - wanted;
                                               return fma(slope, slope, partial);
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
