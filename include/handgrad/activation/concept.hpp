/// What an activation is.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/select.hpp>

#include <concepts>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// The derivative is a function of the output: the backward pass needs nothing more than the layer's result.
template <class A>
concept offers_derivative_from_output = requires(simd::scalar_vector<float> f,
                                                 simd::scalar_vector<double> d) {
    { A::derivative_from_output(f) } -> std::same_as<simd::scalar_vector<float>>;
    { A::derivative_from_output(d) } -> std::same_as<simd::scalar_vector<double>>;
};

/// The derivative is a function of the input, which a layer must then keep for the backward pass.
template <class A>
concept offers_derivative_from_input = requires(simd::scalar_vector<float> f, simd::scalar_vector<double> d) {
    { A::derivative_from_input(f) } -> std::same_as<simd::scalar_vector<float>>;
    { A::derivative_from_input(d) } -> std::same_as<simd::scalar_vector<double>>;
};

} // namespace detail

/// An activation sigma is a type without data that offers, as static members,
///     const char* name
///     V value(V z)                    sigma(z)
/// and exactly one of
///     V derivative_from_output(V y)   sigma'(z) as a function of y = sigma(z)
///     V derivative_from_input(V z)    sigma'(z)
/// for every simd::vector V, as constexpr function templates. A result must not depend on the lane it is
/// computed in. A NaN goes through `value`, as in PyTorch.
template <class A>
concept activation = requires(simd::scalar_vector<float> f, simd::scalar_vector<double> d) {
    { A::name } -> std::convertible_to<const char*>;
    { A::value(f) } -> std::same_as<simd::scalar_vector<float>>;
    { A::value(d) } -> std::same_as<simd::scalar_vector<double>>;
}
&&(detail::offers_derivative_from_output<A> != detail::offers_derivative_from_input<A>);

/// Whether the backward pass needs the pre-activation z.
template <activation A>
inline constexpr bool needs_input = detail::offers_derivative_from_input<A>;

/// Whether about half of what comes in is cut off, which He's initialization makes up for: activations that
/// say `static constexpr bool rectifies = true`.
template <activation A>
inline constexpr bool rectifies = requires {
    requires A::rectifies;
};

/// sigma'(z), from whichever of z and y = sigma(z) the activation asks for.
template <activation A, class V>
HANDGRAD_INLINE constexpr V derivative(V z, V y) noexcept {
    if constexpr (needs_input<A>)
        return A::derivative_from_input(z);
    else
        return A::derivative_from_output(y);
}

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
