/// Class weights.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/setting.hpp>
#include <handgrad/loss/class_weights.hpp>
#include <handgrad/loss/concept.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// A loss with a weight for each class, PyTorch's `weight`; what it multiplies, and whether a mean is divided
/// by the sum of the targets' weights, each loss says.
///
///     hg::class_weighted loss(hg::softmax_cross_entropy{.label_smoothing = 0.1}, {1, 2, 0.5});
///
/// The weights may also be a std::array<double, Classes>; they are kept in the loss, and rounded once to the
/// type of the outputs. Their number is part of the type, so a wrong one does not compile. None is negative,
/// infinite or NaN: the constructor fails. Divided by weights that add up to 0, a mean is NaN and its
/// gradient with respect to finite outputs zero. (What an optimizer makes of that, network::train_step says.)
///
/// To a mean that is divided by the sum of weights only their ratios matter. So if one is beyond 2^-64 ..
/// 2^64 there, all are taken times the power of two that makes the largest 2^63 .. 2^64: neither their sum
/// nor its inverse overflows, however small or large they are. (Both the loss of a row and loss_divisor are
/// then that many times as large. In float, a weight less than 2^-189 of the largest may count as 0.)
template <class Loss, int Classes>
class class_weighted {
    static_assert(detail::takes_class_weights<Loss>, "this loss takes no class weights");

public:
    using weighted = Loss;
    static constexpr int classes = Classes;

    template <class T>
    using target_type = typename Loss::template target_type<T>;
    template <int N>
    static constexpr int target_cols = Loss::template target_cols<N>;

    template <int Given>
    constexpr class_weighted(const Loss& loss, const double (&weights)[Given]) : loss_(loss) {
        static_assert(Given == Classes, "class_weighted<Loss, Classes> needs one weight for each class");
        if constexpr (Given == Classes)
            for (int c = 0; c < Classes; ++c) set(c, weights[c]);
        scale_extremes();
    }
    constexpr class_weighted(const Loss& loss,
                             const std::array<double, static_cast<std::size_t>(Classes)>& weights)
        : loss_(loss) {
        for (int c = 0; c < Classes; ++c) set(c, weights[static_cast<std::size_t>(c)]);
        scale_extremes();
    }

    template <class T, int B, int N, class Target, int C, detail::gradient_place G>
    constexpr running_sum<T> operator()(kernel::sum_so_far<T> start, view<const T, B, N> z,
                                        view<const Target, B, C> target, T weight, G g) const {
        static_assert(N == Classes, "a loss must have one class weight for each output of the network");
        if constexpr (N == Classes) {
            const rounded<T> weights(weights_);
            return loss_(start, z, target, weight, g, weights.view());
        } else {
            return start;
        }
    }
    template <class Z, class Target, class T, class G>
        requires detail::given_by_hand<Z, Target, G>
    constexpr running_sum<T> operator()(kernel::sum_so_far<T> start, const Z& z, const Target& target,
                                        T weight, G&& g) const {
        return detail::call_by_hand(*this, start, z, target, weight, static_cast<G&&>(g));
    }

    template <class T, class Target, int C>
    constexpr running_sum<T> divisor(rows<const Target, C> targets) const noexcept {
        if constexpr (requires(const rounded<T>& weights) {
                          loss_.template divisor<T>(targets, weights.view());
                      })
            return loss_.template divisor<T>(targets, rounded<T>(weights_).view());
        else
            return loss_divisor<T>(loss_, targets);
    }

private:
    constexpr void set(int c, setting<"class_weighted: a weight", range::not_negative> weight) {
        weights_[c] = weight;
    }

    /// Whether the loss is divided by a sum of weights.
    constexpr bool is_weighted_mean() const noexcept {
        using targets = rows<const target_type<float>, target_cols<Classes>>;
        if constexpr (requires(const targets& t, handgrad::view<const float, 1, Classes> w) {
                          loss_.template divisor<float>(t, w);
                          loss_.reduction == reduction::mean;
                      })
            return loss_.reduction == reduction::mean;
        else
            return false;
    }

    constexpr void scale_extremes() noexcept {
        if (!is_weighted_mean()) return;
        double largest = 0;
        bool extreme = false;
        for (const double w : weights_) {
            if (w > largest) largest = w;
            extreme |= w > 0x1p64 || (0 < w && w < 0x1p-64);
        }
        if (!extreme) return;
        const int exponent = static_cast<int>(__builtin_bit_cast(std::uint64_t, largest) >> 52) - 1023;
        const int power = exponent < 63 - 1023 ? 1023 : 63 - exponent;
        const auto scale = __builtin_bit_cast(double, static_cast<std::uint64_t>(power + 1023) << 52);
        for (double& w : weights_) w *= scale;
    }

    /// The weights in the type of the outputs.
    template <class T>
    class rounded {
    public:
        constexpr explicit rounded(const double (&weights)[Classes]) noexcept {
            for (int c = 0; c < Classes; ++c) weights_[c] = static_cast<T>(weights[c]);
        }
        constexpr handgrad::view<const T, 1, Classes> view() const noexcept {
            return handgrad::view<const T, 1, Classes>(weights_);
        }

    private:
        T weights_[Classes];
    };

    Loss loss_;
    double weights_[Classes] = {};
};

template <class Loss, int Classes>
class_weighted(const Loss&, const double (&)[Classes]) -> class_weighted<Loss, Classes>;
template <class Loss, std::size_t Classes>
class_weighted(const Loss&, const std::array<double, Classes>&)
    -> class_weighted<Loss, static_cast<int>(Classes)>;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
