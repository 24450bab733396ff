/// What layers share that multiply rows by weights.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/identity.hpp>
#include <handgrad/initializer/glorot.hpp>
#include <handgrad/initializer/he.hpp>
#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/layer/concept.hpp>
#include <handgrad/layer/dense_verdict.hpp>
#include <handgrad/layer/tensors.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// g o sigma'(kept)
template <class Sigma>
struct times_derivative_of {
    template <class V>
    HANDGRAD_INLINE constexpr V operator()(V g, V kept) const {
        return g * derivative<Sigma>(kept, kept);
    }
};

/// sigma(A W + b)        A: (.., In)   W: (In, Out)   b: (1, Out)
///
/// Parameters: W row by row, then b. (What stands for an activation that is none is the identity.)
template <int In, int Out, class Activation, class Bias>
struct affine {
protected:
    using sigma = std::conditional_t<activation<Activation>, Activation, identity>;

public:
    using activation_type = sigma;
    static constexpr bool has_bias = !std::is_same_v<Bias, no_bias>;
    static constexpr int parameter_count = counted(1LL * In * Out + (has_bias ? Out : 0));
    static constexpr bool reads_output = !needs_input<sigma> && !std::is_same_v<sigma, identity>;
    static constexpr auto tensors = weights_and_biases<has_bias>({tensor_kind::weights, 0, {In, Out}}, Out);

    /// W and b within a block of parameters, or dl/dW and dl/db within a gradient.
    template <class T>
    HANDGRAD_INLINE static constexpr view<T, In, Out> weights(view<T, 1, parameter_count> p) {
        return view<T, In, Out>(p.data());
    }
    template <class T>
    HANDGRAD_INLINE static constexpr view<T, 1, Out>
    biases(view<T, 1, parameter_count> p) requires(has_bias) {
        return view<T, 1, Out>(p.data() + In * Out);
    }

    /// Weights by `scheme`, the bias by it or zero.
    template <class T, class Scheme>
    static constexpr void initialize(view<T, 1, parameter_count> p, rng& r, Scheme scheme) {
        if constexpr (!initializer<Scheme>) {
            using reported [[maybe_unused]] = detail::report<decltype(mistake::not_an_initializer<Scheme>{})>;
        } else if constexpr (has_bias) {
            initialize_weights_and_biases(scheme, weights(p), biases(p), r);
        } else {
            scheme(weights(p), r);
        }
    }
    template <class T>
    static constexpr void initialize(view<T, 1, parameter_count> p, rng& r) {
        initialize(p, r, std::conditional_t<rectifies<sigma>, he_normal, glorot_uniform>{});
    }

protected:
    /// Where the sums A W start: at b, or at zero.
    template <class T>
    HANDGRAD_INLINE static constexpr auto
    start_at_bias([[maybe_unused]] view<const T, 1, parameter_count> p) {
        if constexpr (has_bias)
            return kernel::start_row<T>{biases(p).data()};
        else
            return kernel::start_zero{};
    }

    /// What becomes of them: sigma of each is y; the sums go to the tape if sigma' is to be found from those.
    template <class T, int Rows, class Tape>
    HANDGRAD_INLINE static constexpr auto finish_with_sigma([[maybe_unused]] Tape tape,
                                                            view<T, Rows, Out> y) {
        if constexpr (needs_input<sigma> && !is_discarded<Tape>)
            return kernel::finish_apply<sigma, T, kernel::fixed<Out>, T*>{y.data(), tape.data()};
        else if constexpr (std::is_same_v<sigma, identity>)
            return kernel::finish_in(y);
        else
            return kernel::finish_apply<sigma, T, kernel::fixed<Out>>{y.data()};
    }

    /// g = g o sigma', sigma' from y or from what is on the tape.
    template <class T, int Rows>
    HANDGRAD_INLINE static constexpr void times_derivative(const T* y, [[maybe_unused]] const T* tape,
                                                           view<T, Rows, Out> g) {
        if constexpr (!std::is_same_v<sigma, identity>)
            kernel::map_shared(times_derivative_of<sigma>{}, Rows * Out, g.data(),
                               static_cast<const T*>(g.data()), needs_input<sigma> ? tape : y);
    }
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
