/// What an initializer is.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/random.hpp>
#include <handgrad/core/verdict.hpp>
#include <handgrad/core/view.hpp>

#include <concepts>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// An initializer fills a weight matrix W (In, Out): a small aggregate of numbers, if any, with
///     void operator()(view<T, In, Out> w, rng& r) const
/// for any T, In and Out. The biases of the layer then begin as zero, unless it also has
///     void operator()(view<T, In, Out> w, view<T, 1, Out> b, rng& r) const
/// which is called in place of the other where there is a bias. The same seed gives the same bits everywhere,
/// and in constant expressions.
///
/// Our W is the transpose of PyTorch's weight, which is (out_features, in_features): In is its fan_in, Out
/// its fan_out.
///
///     net::initialize(p, rng, hg::orthogonal{.gain = 1.4});
template <class Scheme>
concept initializer = requires(const Scheme& scheme, rng& r, view<float, 2, 3> w, view<double, 2, 3> v) {
    scheme(w, r);
    scheme(v, r);
};

/// Fills w by `scheme`, and b by it or with zeros.
template <initializer Scheme, class T, int In, int Out>
constexpr void initialize_weights_and_biases(const Scheme& scheme, view<T, In, Out> w, view<T, 1, Out> b,
                                             rng& r) {
    if constexpr (requires { scheme(w, b, r); }) {
        scheme(w, b, r);
    } else {
        scheme(w, r);
        for (T& x : b) x = 0;
    }
}

namespace detail {

struct named_call {
    void operator()();
};
template <class Scheme>
struct call_named_twice : Scheme, named_call {};
/// Whether Scheme has an operator(), whatever it takes.
template <class Scheme>
concept has_a_call = std::is_class_v<Scheme> && !std::is_final_v<Scheme> && !requires {
    &call_named_twice<Scheme>::operator();
};

} // namespace detail

namespace mistake {

template <class Scheme>
struct not_an_initializer {
    static constexpr bool fills_weights = !std::is_same_v<Scheme, Scheme>;
    static constexpr bool lacks_a_call = !detail::has_a_call<Scheme>;
    static_assert(lacks_a_call,
                  "this initializer is called as scheme(w, rng), w a view<T, In, Out> of floats or doubles: "
                  "its operator() must be a public `template <class T, int In, int Out> constexpr void "
                  "operator()(view<T, In, Out> w, rng&) const`");
    static_assert(
        fills_weights || !lacks_a_call,
        "this is no initializer, such as he_normal{}: it lacks a public `template <class T, int In, "
        "int Out> constexpr void operator()(view<T, In, Out> w, rng&) const`");
};

} // namespace mistake

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
