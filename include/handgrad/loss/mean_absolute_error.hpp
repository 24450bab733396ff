/// The mean absolute error.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/loss/elementwise_rows.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// l = |z - t|, l' = sign(z - t), which is 0 at the kink z = t, of each output: PyTorch's L1Loss. `mean` is
/// over all outputs of all rows: a row's loss is sum_c l / N. A NaN has the derivative NaN (PyTorch: 0).
struct mean_absolute_error {
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
            []<class V>(auto, V output, V wanted, V partial, V& slope) HANDGRAD_INLINE_LAMBDA {
                const V difference = output - wanted;
                slope = math::select(abs(difference) > V(0), math::copysign(V(1), difference), difference);
                return partial + abs(difference);
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
