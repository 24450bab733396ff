/// What Eigen's networks have in common, whether they predict or learn.
#pragma once

#include "activations.hpp"
#include "eigen.hpp"

#include <unsupported/Eigen/SpecialFunctions>

#include <type_traits>

namespace bench {

/// The arithmetic of Eigen's arrays, for bench/peers/activations.hpp.
struct by_arrays {
    static auto positive(const auto& z) { return z.max(0.0f); }
    static auto negative(const auto& z) { return z.min(0.0f); }
    static auto clamp(const auto& z, float low, float high) { return z.max(low).min(high); }
    static auto abs(const auto& z) { return z.abs(); }
    /// clang makes no vectors of select() where sizes are fixed, and g++ none of a cast: a factor ten.
    template <class X>
    static auto where(const auto& c, const X& x) {
#if defined(__clang__)
        constexpr bool by_cast = true;
#else
        constexpr bool by_cast = std::is_same_v<X, float>;
#endif
        if constexpr (by_cast)
            return c.template cast<float>() * x;
        else
            return c.select(x, 0.0f);
    }
    static auto once(const auto& x) { return x.eval(); }
    static auto exp(const auto& z) { return z.exp(); }
    static auto expm1(const auto& z) { return z.expm1(); }
    static auto tanh(const auto& z) { return z.tanh(); }
    static auto logistic(const auto& z) { return z.logistic(); }
    static auto log1p(const auto& z) { return z.log1p(); }
    static auto erf(const auto& z) { return z.erf(); }
    static auto sin(const auto& z) { return z.sin(); }
    static auto cos(const auto& z) { return z.cos(); }
};

/// sigma(Z), of a matrix or an expression of one.
template <class Activation, class Z>
decltype(auto) eigen_activated(const Z& z) {
    if constexpr (std::is_same_v<Activation, hg::identity>)
        return z;
    else
        return formula<Activation>::template value<by_arrays>(z.array()).matrix();
}

} // namespace bench
