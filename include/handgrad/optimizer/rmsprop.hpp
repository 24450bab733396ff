/// RMSprop: plain, centered, with momentum.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/by_name.hpp>
#include <handgrad/core/setting.hpp>
#include <handgrad/math/one_minus.hpp>
#include <handgrad/optimizer/concept.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// Whether RMSprop divides by the spread of the gradient about its mean instead of about zero.
enum class centered : bool { no, yes };
/// Whether it has a heavy ball, which takes one more number of state per parameter.
enum class heavy_ball : bool { no, yes };

/// Stands where there is no momentum: hg::rmsprop_momentum and hg::centered_rmsprop_momentum have one.
struct no_momentum {
    constexpr no_momentum() = default;
    constexpr no_momentum(double) = delete;
};

template <heavy_ball>
struct heavy_ball_momentum {
    using type = setting<"rmsprop: momentum", range::from_0_to_less_than_1>;
    static constexpr by_default initial{0.9};
};
template <>
struct heavy_ball_momentum<heavy_ball::no> {
    using type = no_momentum;
    static constexpr no_momentum initial{};
};

} // namespace detail

/// g' = g + weight_decay p,   v <- alpha v + (1 - alpha) g'^2,   h = g' / (sqrt(v) + epsilon),
/// p <- p - rate h
///     centered: a <- alpha a + (1 - alpha) g', and sqrt(max(v - a^2, 0)) for sqrt(v);
///     with a heavy ball: u <- momentum u + h, and p <- p - rate u.
/// alpha and momentum are 0 to less than 1, epsilon is not negative.
///
/// (G. Hinton, Neural networks for machine learning, lecture 6e, 2012; centered as of A. Graves, "Generating
/// sequences with recurrent neural networks", 2013; PyTorch's definition.) TensorFlow puts epsilon under the
/// root and the rate into u. The maximum with zero is ours: rounding can make v - a^2 negative.
template <detail::centered Centred, detail::heavy_ball HeavyBall>
struct basic_rmsprop {
    static constexpr bool has_mean = Centred == detail::centered::yes;
    static constexpr bool has_momentum = HeavyBall == detail::heavy_ball::yes;

    setting<"rmsprop: rate", range::finite> rate = by_default(1e-2);
    [[no_unique_address]] detail::by_name options = {};
    setting<"rmsprop: alpha", range::from_0_to_less_than_1> alpha = by_default(0.99);
    setting<"rmsprop: epsilon", range::not_negative> epsilon = by_default(1e-8);
    setting<"rmsprop: weight_decay", range::finite> weight_decay = by_default(0);
    typename detail::heavy_ball_momentum<HeavyBall>::type momentum =
        detail::heavy_ball_momentum<HeavyBall>::initial;

    using elementwise = basic_rmsprop;
    static constexpr const char* name = has_mean && has_momentum ? "centered_rmsprop_momentum"
                                        : has_mean               ? "centered_rmsprop"
                                        : has_momentum           ? "rmsprop_momentum"
                                                                 : "rmsprop";
    static constexpr int states = 1 + has_mean + has_momentum;

    /// In the order v, a, u.
    template <class V, class... Rest>
        requires(sizeof...(Rest) + 1 == states)
    HANDGRAD_INLINE constexpr void update(V& p, V g, V& v, Rest&... rest) const noexcept {
        const V decayed = fma(constant<V>(weight_decay), p, g);
        v = fma(constant<V>(alpha), v, constant<V>(math::one_minus(alpha)) * decayed * decayed);
        const V h = decayed / (sqrt(variance(decayed, v, rest...)) + constant<V>(epsilon));
        p = math::fnma(constant<V>(rate), pushed(h, rest...), p);
    }

    /// One step on every parameter; the state block is the last argument.
    template <class P, class Gradient, class... State>
    constexpr void operator()(P&& p, const Gradient& gradient, State&&... state) const noexcept {
        apply(*this, static_cast<P&&>(p), gradient, static_cast<State&&>(state)...);
    }

private:
    template <class V>
    HANDGRAD_INLINE static constexpr V constant(double x) noexcept {
        return V(static_cast<typename V::value_type>(x));
    }

    template <class V>
    HANDGRAD_INLINE constexpr V variance(V, V v, const auto&...) const noexcept requires(!has_mean) {
        return v;
    }
    template <class V>
    HANDGRAD_INLINE constexpr V variance(V g, V v, V& a, const auto&...) const noexcept requires(has_mean) {
        a = fma(constant<V>(alpha), a, constant<V>(math::one_minus(alpha)) * g);
        return math::max(V(0), math::fnma(a, a, v)); // the second if that is NaN
    }

    template <class V>
    HANDGRAD_INLINE constexpr V pushed(V h, const auto&...) const noexcept requires(!has_momentum) {
        return h;
    }
    template <class V>
    HANDGRAD_INLINE constexpr V pushed(V h, V& u) const noexcept requires(has_momentum) {
        return u = fma(constant<V>(momentum), u, h);
    }
    template <class V>
    HANDGRAD_INLINE constexpr V pushed(V h, V&, V& u) const noexcept requires(has_momentum) {
        return pushed(h, u);
    }
};

/// RMSprop as it is above: v alone.
using rmsprop = basic_rmsprop<detail::centered::no, detail::heavy_ball::no>;
/// With a heavy ball: v and u.
using rmsprop_momentum = basic_rmsprop<detail::centered::no, detail::heavy_ball::yes>;
/// Centered: v and a.
using centered_rmsprop = basic_rmsprop<detail::centered::yes, detail::heavy_ball::no>;
/// Centered, with a heavy ball: v, a and u.
using centered_rmsprop_momentum = basic_rmsprop<detail::centered::yes, detail::heavy_ball::yes>;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
