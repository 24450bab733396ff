/// What Adam and its relatives have in common.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/math/one_minus.hpp>
#include <handgrad/math/power.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The running means of the gradient, m, and of its square, v, at step t, where they are still too small by
/// the factors 1 - beta1^t and 1 - beta2^t. What depends on t is computed once, in double.
class adam_moments {
    using number = simd::vector<double, 1>;

public:
    template <class Adam>
    constexpr adam_moments(const Adam& rule, std::int64_t t) noexcept
        : beta1_(rule.beta1), beta2_(rule.beta2), epsilon_(rule.epsilon),
          rate_((number(rule.rate) / one_minus_power(rule.beta1, t)).v),
          inverse_root_((number(1) / sqrt(one_minus_power(rule.beta2, t))).v) {}

    template <class V>
    HANDGRAD_INLINE constexpr void add(V g, V& m, V& v) const noexcept {
        m = fma(constant<V>(beta1_), m, constant<V>(math::one_minus(beta1_)) * g);
        v = fma(constant<V>(beta2_), v, constant<V>(math::one_minus(beta2_)) * g * g);
    }

    /// p - rate / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon).
    template <class V>
    HANDGRAD_INLINE constexpr V moved(V p, V m, V v) const noexcept {
        const V spread = fma(sqrt(v), constant<V>(inverse_root_), constant<V>(epsilon_));
        return fnma(constant<V>(rate_), m / spread, p);
    }

private:
    static constexpr number one_minus_power(double beta, std::int64_t t) noexcept {
        return number(1) - math::power(number(beta), t);
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V constant(double x) noexcept {
        return V(static_cast<typename V::value_type>(x));
    }

    double beta1_, beta2_, epsilon_, rate_, inverse_root_;
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
