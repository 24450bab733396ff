/// The fully connected layer.
#pragma once

#include <handgrad/activation/identity.hpp>
#include <handgrad/initialiser/glorot.hpp>
#include <handgrad/initialiser/he.hpp>
#include <handgrad/kernel/column_sums.hpp>
#include <handgrad/kernel/gemm.hpp>
#include <handgrad/kernel/stack.hpp>
#include <handgrad/layer/concept.hpp>
#include <handgrad/layer/dense_mistake.hpp>
#include <handgrad/layer/stack.hpp>
#include <handgrad/optimizer/parameter_update.hpp>

#include <type_traits>

namespace handgrad::inline HANDGRAD_ISA {

/// Y = sigma(Z W + b)        Z: (B, In)   W: (In, Out)   b: (1, Out)   Y: (B, Out)
///
/// Parameters: W row by row, then b. The tape keeps Z W + b only if sigma' is not a function of Y. Weights
/// begin as He's for a rectifier, else Glorot's; b begins as zero.
template <int In, int Out, class Activation = identity, class Bias = bias>
struct dense {
    /// What is wrong with the arguments, or void. It is for the network to tell, so here stands another
    /// activation for one that is none.
    using mistake = detail::dense_mistake<dense, Activation, Bias>;

private:
    using sigma = std::conditional_t<activation<Activation>, Activation, identity>;

public:
    static constexpr bool has_bias = !std::is_same_v<Bias, no_bias>;
    static constexpr int inputs = In;
    static constexpr int outputs = Out;
    static constexpr int parameter_count = In * Out + (has_bias ? Out : 0);
    static constexpr long flops = 2L * In * Out;
    template <int B>
    static constexpr int tape_size = needs_input<sigma> ? B* Out : 0;
    static constexpr bool reads_output = !needs_input<sigma> && !std::is_same_v<sigma, identity>;
    template <int B, class T>
    static constexpr stack_arrays arrays{{nn_arrays<T>(B, In, Out)},
                                         {tn_arrays<T>(B, In, Out), nt_arrays<T>(B, In, Out)},
                                         {tn_arrays<T>(B, In, Out)}};

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

    template <int B, class T, class Tape>
    static constexpr void forward(view<const T, B, In> z, view<const T, 1, parameter_count> p,
                                  [[maybe_unused]] Tape tape, view<T, B, Out> y) {
        if constexpr (!std::is_void_v<mistake>) {
            using reported [[maybe_unused]] = decltype(mistake{});
        }
        const auto run = [&](auto begin, auto finish) HANDGRAD_INLINE_LAMBDA {
            gemm_nn(z, weights(p), begin, finish); // Z_{i+1} = sigma_i(Z_i W_i + b_i)
        };
        const auto with_start = [&](auto finish) HANDGRAD_INLINE_LAMBDA {
            if constexpr (has_bias)
                run(start_row<T>{biases(p).data()}, finish);
            else
                run(start_zero{}, finish);
        };
        if constexpr (needs_input<sigma> && !is_discarded<Tape>)
            with_start(finish_apply<sigma, T, Out, Tape>{y.data(), tape});
        else
            with_start(finish_apply<sigma, T, Out>{y.data()});
    }

    static constexpr bool steps_in_vjp = true;

    template <int B, write Write, class T, class Tape, class GIn, class DP>
    static constexpr void vjp(view<const T, B, In> z, view<const T, B, Out> y,
                              view<const T, 1, parameter_count> p, [[maybe_unused]] Tape tape,
                              view<T, B, Out> g, GIn g_in, DP dp) {
        times_derivative(y, tape, g); // G_{i+1} o sigma_i'(Z_i W_i + b_i), once for all three
        if constexpr (!is_discarded<GIn>) gemm_nt(g, weights(p), g_in); // G_i = (G_{i+1} o sigma_i') W_i^T
        if constexpr (detail::is_update<DP>) {
            const auto of_weights = dp.template part<0, In * Out>().template finish<Out>();
            gemm_tn(z, g, start_zero{}, of_weights);
            if constexpr (has_bias)
                column_sums(g, start_zero{}, dp.template part<In * Out, Out>().template finish<Out>());
        } else if constexpr (!is_discarded<DP>) {
            gemm_tn<Write>(z, g, weights(dp));                         // dl/dW_i = Z_i^T (G_{i+1} o sigma_i')
            if constexpr (has_bias) column_sums<Write>(g, biases(dp)); // dl/db_i = 1^T (G_{i+1} o sigma_i')
        }
    }

    /// Weights by `scheme`, the bias by it or zero.
    template <class T, class Scheme>
    static constexpr void initialise(view<T, 1, parameter_count> p, rng& r, Scheme scheme) {
        if constexpr (!initialiser<Scheme>) {
            using reported [[maybe_unused]] = decltype(not_an_initialiser<Scheme>{});
        } else if constexpr (has_bias) {
            initialise_weights_and_biases(scheme, weights(p), biases(p), r);
        } else {
            scheme(weights(p), r);
        }
    }
    template <class T>
    static constexpr void initialise(view<T, 1, parameter_count> p, rng& r) {
        initialise(p, r, std::conditional_t<rectifies<sigma>, he_normal, glorot_uniform>{});
    }

private:
    template <int B, class T, class Tape>
    HANDGRAD_INLINE static constexpr void times_derivative(view<const T, B, Out> y,
                                                           [[maybe_unused]] Tape tape, view<T, B, Out> g) {
        if constexpr (!std::is_same_v<sigma, identity>) {
            const auto scale = [](auto gradient, auto kept) HANDGRAD_INLINE_LAMBDA {
                return gradient * derivative<sigma>(kept, kept);
            };
            if constexpr (needs_input<sigma>)
                map<T, B * Out>(scale, g.data(), static_cast<const T*>(g.data()), tape.data());
            else
                map<T, B * Out>(scale, g.data(), static_cast<const T*>(g.data()), y.data());
        }
    }
};

} // namespace handgrad::inline HANDGRAD_ISA
