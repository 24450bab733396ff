/// An activation as a layer of its own.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/identity.hpp>
#include <handgrad/kernel/activated.hpp>
#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/layer/dense_verdict.hpp>
#include <handgrad/layer/options.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// Y = sigma(Z)        Z, Y: (B, N)
///
/// For places where no dense layer applies sigma: after residual, for example. Learns nothing, keeps nothing.
template <int N = 0, class Activation = mistake::not_given>
struct activate {
    using verdict = detail::dense_verdict<activate, Activation, bias>;

private:
    using sigma = std::conditional_t<activation<Activation>, Activation, identity>;

public:
    using activation_type = sigma;
    static constexpr int inputs = N, outputs = N, parameter_count = 0;
    template <int B>
    static constexpr int tape_size = 0;
    static constexpr bool reads_output = !needs_input<sigma> && !std::is_same_v<sigma, identity>;
    static constexpr bool keeps_shape = true;

    template <int B, class T, class Tape>
    static constexpr void forward(view<const T, B, N> z, view<const T, 1, 0>, Tape, view<T, B, N> y) {
        kernel::map<T, B * N>([](auto x) HANDGRAD_INLINE_LAMBDA { return kernel::activated<sigma>(x); },
                              y.data(), z.data());
    }

    template <int B, write, class T, class GIn>
    static constexpr void vjp(view<const T, B, N> z, view<const T, B, N> y, view<const T, 1, 0>,
                              view<const T, 1, 0>, view<T, B, N> g, GIn g_in, view<T, 1, 0>) {
        if constexpr (is_discarded<GIn>) {
        } else if constexpr (std::is_same_v<sigma, identity>) {
            kernel::map<T, B * N>([](auto gradient) HANDGRAD_INLINE_LAMBDA { return gradient; }, g_in.data(),
                                  static_cast<const T*>(g.data()));
        } else {
            kernel::map<T, B * N>(
                [](auto gradient, auto kept)
                    HANDGRAD_INLINE_LAMBDA { return gradient * derivative<sigma>(kept, kept); },
                g_in.data(), static_cast<const T*>(g.data()), needs_input<sigma> ? z.data() : y.data());
        }
    }

    template <class T>
    static constexpr void initialize(view<T, 1, 0>, rng&) {}
};

/// Y = Z: what a branch of add or concatenate does that hands its input on.
template <int N>
using skip = activate<N, identity>;

namespace detail {

/// Whether a layer is a skip.
template <class L>
inline constexpr bool is_skip = false;
template <int N>
inline constexpr bool is_skip<skip<N>> = true;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
