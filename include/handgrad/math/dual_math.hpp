/// The elementary functions of dual numbers: f(x + dx eps) = f(x) + f'(x) dx eps.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/math/dual.hpp>
#include <handgrad/math/erf.hpp>
#include <handgrad/math/exp.hpp>
#include <handgrad/math/exp2.hpp>
#include <handgrad/math/expm1.hpp>
#include <handgrad/math/hyperbolic.hpp>
#include <handgrad/math/log.hpp>
#include <handgrad/math/log1p.hpp>
#include <handgrad/math/sigmoid.hpp>
#include <handgrad/math/softplus.hpp>
#include <handgrad/math/trigonometric.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace math {

namespace detail {

template <class T, int W>
using duals = simd::vector<dual<T>, W>;

} // namespace detail

/// exp' = exp
template <class T, int W>
HANDGRAD_INLINE constexpr detail::duals<T, W> exp(detail::duals<T, W> x) noexcept {
    const auto y = math::exp(x.value());
    return {y, y * x.tangent()};
}
/// exp2' = log(2) exp2
template <class T, int W>
HANDGRAD_INLINE constexpr detail::duals<T, W> exp2(detail::duals<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    const V y = math::exp2(x.value());
    return {y, V(T(0x1.62e42fefa39efp-1)) * y * x.tangent()};
}
/// expm1' = exp, which 1 + expm1 is not where nothing but its last places is left
template <class T, int W>
HANDGRAD_INLINE constexpr detail::duals<T, W> expm1(detail::duals<T, W> x) noexcept {
    return {math::expm1(x.value()), math::exp(x.value()) * x.tangent()};
}
/// log'(x) = 1 / x
template <class T, int W>
HANDGRAD_INLINE constexpr detail::duals<T, W> log(detail::duals<T, W> x) noexcept {
    return {math::log(x.value()), x.tangent() / x.value()};
}
/// log1p'(x) = 1 / (1 + x)
template <class T, int W>
HANDGRAD_INLINE constexpr detail::duals<T, W> log1p(detail::duals<T, W> x) noexcept {
    return {math::log1p(x.value()), x.tangent() / (simd::vector<T, W>(1) + x.value())};
}
/// softplus' = sigmoid
template <class T, int W>
HANDGRAD_INLINE constexpr detail::duals<T, W> softplus(detail::duals<T, W> x) noexcept {
    return {math::softplus(x.value()), math::sigmoid(x.value()) * x.tangent()};
}
/// sigmoid' = y (1 - y)
template <class T, int W>
HANDGRAD_INLINE constexpr detail::duals<T, W> sigmoid(detail::duals<T, W> x) noexcept {
    const auto y = math::sigmoid(x.value());
    return {y, fnma(y, y, y) * x.tangent()};
}
template <class T, int W>
HANDGRAD_INLINE constexpr detail::duals<T, W> sigmoid_from_lowest(detail::duals<T, W> x) noexcept {
    const auto y = math::sigmoid_from_lowest(x.value());
    return {y, fnma(y, y, y) * x.tangent()};
}
/// tanh' = 1 - y^2
template <class T, int W>
HANDGRAD_INLINE constexpr detail::duals<T, W> tanh(detail::duals<T, W> x) noexcept {
    const auto y = math::tanh(x.value());
    return {y, fnma(y, y, simd::vector<T, W>(1)) * x.tangent()};
}
/// erf'(x) = 2 / sqrt(pi) exp(-x^2)
template <class T, int W>
HANDGRAD_INLINE constexpr detail::duals<T, W> erf(detail::duals<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    const V slope = V(T(1.12837916709551257390)) * math::exp(-(x.value() * x.value()));
    return {math::erf(x.value()), slope * x.tangent()};
}
/// sin' = cos
template <class T, int W>
HANDGRAD_INLINE constexpr detail::duals<T, W> sin(detail::duals<T, W> x) noexcept {
    return {math::sin(x.value()), math::cos(x.value()) * x.tangent()};
}
/// cos' = -sin
template <class T, int W>
HANDGRAD_INLINE constexpr detail::duals<T, W> cos(detail::duals<T, W> x) noexcept {
    return {math::cos(x.value()), -math::sin(x.value()) * x.tangent()};
}

} // namespace math
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
