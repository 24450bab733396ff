/// The fully connected layer.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/column_sums.hpp>
#include <handgrad/kernel/product/gemm.hpp>
#include <handgrad/kernel/product/stack.hpp>
#include <handgrad/layer/affine.hpp>
#include <handgrad/layer/compose/stack.hpp>
#include <handgrad/optimizer/parameter_update.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// Y = sigma(Z W + b)        Z: (B, In)   W: (In, Out)   b: (1, Out)   Y: (B, Out)
///
/// Parameters: W row by row, then b. The tape keeps Z W + b only if sigma' is not a function of Y. Weights
/// begin as He's for a rectifier, else Glorot's; b begins as zero.
template <int In = 0, int Out = 0, class Activation = identity, class Bias = bias>
struct dense : detail::affine<In, Out, Activation, Bias> {
    /// What is wrong with the arguments. It is for the network to tell, so here stands another
    /// activation for one that is none.
    using verdict = detail::dense_verdict<dense, Activation, Bias, 1LL * In * Out + Out>;

private:
    using base = detail::affine<In, Out, Activation, Bias>;
    using typename base::sigma;

public:
    using base::has_bias, base::parameter_count, base::weights, base::biases;
    static constexpr int inputs = In;
    static constexpr int outputs = Out;
    static constexpr long flops = 2L * In * Out;
    template <int B>
    static constexpr int tape_size = needs_input<sigma> ? B* Out : 0;
    template <int B, class T>
    static constexpr stack_arrays arrays{{kernel::nn_arrays<T>(B, In, Out)},
                                         {kernel::tn_arrays<T>(B, In, Out), kernel::nt_arrays<T>(B, In, Out)},
                                         {kernel::tn_arrays<T>(B, In, Out)}};

    template <int B, class T, class Tape>
    static constexpr void forward(view<const T, B, In> z, view<const T, 1, parameter_count> p, Tape tape,
                                  view<T, B, Out> y) {
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        }
        // Z_{i+1} = sigma_i(Z_i W_i + b_i)
        gemm_nn(z, weights(p), base::start_at_bias(p), base::finish_with_sigma(tape, y));
    }

    static constexpr bool steps_in_vjp = true;

    template <int B, write Write, class T, class Tape, class GIn, class DP>
    static constexpr void vjp(view<const T, B, In> z, view<const T, B, Out> y,
                              view<const T, 1, parameter_count> p, Tape tape, view<T, B, Out> g, GIn g_in,
                              DP dp) {
        base::times_derivative(y.data(), tape.data(), g); // G_{i+1} o sigma_i'(Z_i W_i + b_i), for all three
        if constexpr (!is_discarded<GIn>)
            gemm_nt(g, weights(p), kernel::start_zero{},
                    kernel::finish_in(g_in)); // G_i = (G_{i+1} o sigma_i') W_i^T
        if constexpr (detail::is_update<DP>) {
            const auto of_weights = dp.template part<0, In * Out>().template finish<Out>();
            gemm_tn(z, g, kernel::start_zero{}, of_weights);
            if constexpr (has_bias)
                column_sums(g, kernel::start_zero{},
                            dp.template part<In * Out, Out>().template finish<Out>());
        } else if constexpr (!is_discarded<DP>) {
            const auto dw = weights(dp);
            gemm_tn(z, g, kernel::start_in<Write>(dw),
                    kernel::finish_in(dw));                            // dl/dW_i = Z_i^T (G_{i+1} o sigma_i')
            if constexpr (has_bias) column_sums<Write>(g, biases(dp)); // dl/db_i = 1^T (G_{i+1} o sigma_i')
        }
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
