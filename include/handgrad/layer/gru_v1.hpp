/// The gated recurrent unit of its first version.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/sigmoid.hpp>
#include <handgrad/activation/tanh.hpp>
#include <handgrad/kernel/activated.hpp>
#include <handgrad/kernel/column_sums.hpp>
#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/kernel/product/gemm.hpp>
#include <handgrad/kernel/product/stack.hpp>
#include <handgrad/layer/compose/stack.hpp>
#include <handgrad/layer/recurrent.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// The gated recurrent unit with the reset gate before the product, as Keras 1 had it, ONNX has it by default
/// (linear_before_reset = 0) and RNNoise uses it:
///
///     a = x_t W_x + b_x          columns z, r, n of a, W_h and the biases
///     z = sigmoid(a_z + (h_{t-1} W_hz + b_hz))      r = sigmoid(a_r + (h_{t-1} W_hr + b_hr))
///     n = sigma(a_n + ((r o h_{t-1}) W_hn + b_hn))
///     y_t = h_t = n + z o (h_{t-1} - n)             x_t: (1, In)   h_t: (1, Hidden)
///
/// sigma, the candidate's, is tanh or any other activation. Parameters: W_x (In, 3 Hidden), b_x, W_h (Hidden,
/// 3 Hidden), b_h, and h_0 if it is constant or learned; one bias, b_x, unless `bias` asks for both. It
/// remembers h. (K. Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014.)
template <int In = 0, int Hidden = 0, class Activation = tanh, class Bias = one_bias,
          class Initial = zero_initial_state>
struct gru_v1 : detail::recurrent_parameters<In, Hidden, 3, 1, Bias, Initial> {
    using verdict = detail::recurrent_verdict<gru_v1, Activation, Bias, Initial,
                                              detail::most_parameters(In, Hidden, 3, 1)>;

private:
    using base = detail::recurrent_parameters<In, Hidden, 3, 1, Bias, Initial>;
    using sigma = std::conditional_t<activation<Activation>, Activation, tanh>;
    static constexpr int columns = 3 * Hidden;
    /// What the tape keeps of a row: z, r, n, and what n is made of if sigma' is found from that.
    static constexpr int kept = needs_input<sigma> ? 4 : 3, row_size = kept * Hidden;

public:
    using activation_type = sigma;
    using base::parameter_count, base::state_size;
    static constexpr auto tensors = base::tensors_of({"zrn"});
    static constexpr long flops = 2L * (In + Hidden) * columns;
    template <extent S>
    static constexpr int tape_size = (S.sequences + kept * S) * Hidden;
    // Forward: a of all steps, and of one z, r, then r o h, the candidate's product, h. On the way back:
    // dl/da, h before and r o h of all steps, and of one dl/d(z, r), dl/dn, dl/d(r o h) and dl/dh.
    template <extent S>
    static constexpr int scratch_size = 5 * S* Hidden + 5 * S.sequences* Hidden;
    template <extent S, class T>
    static constexpr stack_arrays arrays = [] {
        stack_arrays all{{kernel::nn_arrays<T>(S, In, columns)},
                         {kernel::tn_arrays<T>(S, In, columns), kernel::nt_arrays<T>(S, In, columns)},
                         {kernel::tn_arrays<T>(S, In, columns)}};
        all.forward.add(kernel::nn_arrays<T>(S.sequences, Hidden, 2 * Hidden));
        all.forward.add(kernel::nn_arrays<T>(S.sequences, Hidden, Hidden));
        for (array_bytes* way_back : {&all.vjp, &all.first_vjp}) {
            way_back->add(kernel::nt_arrays<T>(S.sequences, Hidden, 2 * Hidden));
            way_back->add(kernel::tn_arrays<T>(S, Hidden, 2 * Hidden));
        }
        return all;
    }();

    template <extent S, class T, class Tape>
    static constexpr void forward(view<const T, S, In> x, view<const T, 1, parameter_count> p, Tape tape,
                                  view<T, S, Hidden> y, view<T, 1, scratch_size<S>> scratch,
                                  memory<T, S.sequences, state_size> state) {
        run<S>(x, numbers<T>{{p}}, tape, y, scratch.data(), state);
    }

    /// The parameters as forward reads them: base::numbers, whose second product has two parts. (A frozen
    /// form has the same members.)
    template <class T>
    struct numbers : base::template numbers<T> {
        template <int M, class Start, class Finish>
        HANDGRAD_INLINE constexpr void times_gates(view<const T, M, Hidden> h, Start begin,
                                                   Finish finish) const {
            kernel::gemm_nn_columns<0, 2 * Hidden>(h, base::recurrent_weights(this->p), begin, finish);
        }
        template <int M, class Start, class Finish>
        HANDGRAD_INLINE constexpr void times_candidate(view<const T, M, Hidden> h, Start begin,
                                                       Finish finish) const {
            kernel::gemm_nn_columns<2 * Hidden, Hidden>(h, base::recurrent_weights(this->p), begin, finish);
        }
    };

    /// forward of numbers that may be packed.
    template <extent S, class T, class Numbers, class Tape>
    HANDGRAD_INLINE static constexpr void run(view<const T, S, In> x, const Numbers& p,
                                              [[maybe_unused]] Tape tape, view<T, S, Hidden> y, T* scratch,
                                              memory<T, S.sequences, state_size> state) {
        constexpr int B = S.sequences;
        const view<T, S, columns> a(scratch);
        const view<T, B, 2 * Hidden> gates(a.end());
        const view<T, B, Hidden> reset(gates.end()), candidate(reset.end()), h(candidate.end());
        base::begin(p.initial_state_data(), state);
        if constexpr (!is_discarded<Tape>) state.copy_to(tape.data());
        p.times_weights(x, base::input_start(p.biases_data()), kernel::finish_in(a)); // of all steps at once
        state.copy_to(h.data());
        for (int t = 0; t < S.steps; ++t) {
            p.times_gates(view<const T, B, Hidden>(h), base::recurrent_start(p.recurrent_biases_data()),
                          kernel::finish_in(gates));
            for (int b = 0; b < B; ++b)
                open_gates(a.row(b * S.steps + t).data(), gates.row(b).data(), h.row(b).data(),
                           reset.row(b).data());
            p.times_candidate(view<const T, B, Hidden>(reset),
                              base::recurrent_start(p.recurrent_biases_data() + 2 * Hidden),
                              kernel::finish_in(candidate));
            for (int b = 0; b < B; ++b) {
                const int row = b * S.steps + t;
                const auto keep = [&] {
                    if constexpr (is_discarded<Tape>)
                        return tape;
                    else
                        return tape.data() + B * Hidden + row * row_size;
                }();
                close(a.row(row).data(), gates.row(b).data(), candidate.row(b).data(), h.row(b).data(),
                      y.row(row).data(), keep);
            }
        }
        state.copy_from(h.data());
    }

    template <extent S, write W, class T, class GIn>
    static constexpr void
    vjp(view<const T, S, In> x, view<const T, S, Hidden> y, view<const T, 1, parameter_count> p,
        view<const T, 1, tape_size<S>> tape, view<T, S, Hidden> g, GIn g_in, view<T, 1, parameter_count> dp,
        view<T, 1, scratch_size<S>> scratch, memory<T, S.sequences, state_size> dstate) {
        constexpr int B = S.sequences;
        const view<T, S, columns> da(scratch.data());
        const view<T, S, Hidden> before(da.end()), reset(before.end());
        const view<T, B, 2 * Hidden> d_gates(reset.end());
        const view<T, B, Hidden> d_candidate(d_gates.end()), d_reset(d_candidate.end()), dh(d_reset.end());
        const auto w = base::recurrent_weights(p);
        detail::outputs_before<S>(tape.data(), Hidden, y, before);
        dstate.copy_to(dh.data());
        for (int t = S.steps - 1; t >= 0; --t) {
            for (int b = 0; b < B; ++b) {
                const int row = b * S.steps + t;
                close_vjp(tape.data() + B * Hidden + row * row_size, before.row(row).data(),
                          g.row(row).data(), dh.row(b).data(), d_gates.row(b).data(),
                          d_candidate.row(b).data());
            }
            kernel::gemm_nt_columns<2 * Hidden>(view<const T, B, Hidden>(d_candidate), w,
                                                kernel::start_zero{}, kernel::finish_in(d_reset));
            for (int b = 0; b < B; ++b) {
                const int row = b * S.steps + t;
                open_vjp(tape.data() + B * Hidden + row * row_size, before.row(row).data(),
                         d_reset.row(b).data(), dh.row(b).data(), d_gates.row(b).data(),
                         reset.row(row).data());
                T* const to = da.row(row).data();
                detail::copy_n(d_candidate.row(b).data(), Hidden,
                               detail::copy_n(d_gates.row(b).data(), 2 * Hidden, to));
            }
            kernel::gemm_nt_columns<0>(view<const T, B, 2 * Hidden>(d_gates), w,
                                       kernel::start_in<write::accumulate>(dh), kernel::finish_in(dh));
        }
        dstate.copy_from(dh.data());
        base::template begin_vjp<W>(dp, dstate);
        const auto dw = base::recurrent_weights(dp);
        if constexpr (!is_discarded<GIn>) gemm_nt(da, base::weights(p), g_in); // dl/dx = dl/da W_x^T
        gemm_tn<W>(x, da, base::weights(dp));                                  // dl/dW_x = x^T dl/da
        // dl/dW_h = (h^T dl/da_z, h^T dl/da_r, (r o h)^T dl/da_n)
        kernel::gemm_tn_columns<0, 2 * Hidden>(before, da, kernel::start_in<W>(dw), kernel::finish_in(dw));
        kernel::gemm_tn_columns<2 * Hidden, Hidden>(reset, da, kernel::start_in<W>(dw).at(0, 2 * Hidden),
                                                    kernel::finish_in(dw).at(0, 2 * Hidden));
        if constexpr (base::has_bias) column_sums<W>(da, base::biases(dp));
        if constexpr (base::has_two_biases) column_sums<W>(da, base::recurrent_biases(dp));
    }

private:
    /// z and r, in place of their products with h, and r o h.
    template <class T>
    HANDGRAD_INLINE static constexpr void open_gates(const T* a, T* gates, const T* h, T* reset) {
        simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            kernel::for_each_block<V, Hidden>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                const T* const product = gates;
                const V z = kernel::activated<sigmoid>(lanes.load(a) + lanes.load(product));
                const V r = kernel::activated<sigmoid>(lanes.load(a + Hidden) + lanes.load(product + Hidden));
                lanes.store(gates, z);
                lanes.store(gates + Hidden, r);
                lanes.store(reset, r * lanes.load(h));
            });
        });
    }
    /// n and h_t, in place of h_{t-1} and as the output.
    template <class T, class Keep>
    HANDGRAD_INLINE static constexpr void close(const T* a, const T* gates, const T* candidate, T* h, T* y,
                                                [[maybe_unused]] Keep keep) {
        simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            kernel::for_each_block<V, Hidden>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                const V z = lanes.load(gates), before = lanes.load(static_cast<const T*>(h));
                const V pre = lanes.load(a + 2 * Hidden) + lanes.load(candidate);
                const V n = kernel::activated<sigma>(pre);
                const V next = fma(z, before - n, n);
                lanes.store(h, next);
                lanes.store(y, next);
                if constexpr (!is_discarded<Keep>) {
                    lanes.store(keep, z);
                    lanes.store(keep + Hidden, lanes.load(gates + Hidden));
                    lanes.store(keep + 2 * Hidden, n);
                    if constexpr (kept == 4) lanes.store(keep + 3 * Hidden, pre);
                }
            });
        });
    }

    /// Their vjps: first dl/da_z and dl/da_n, and of dl/dh what goes by way of z; ...
    template <class T>
    HANDGRAD_INLINE static constexpr void close_vjp(const T* keep, const T* h, const T* g, T* dh, T* d_gates,
                                                    T* d_candidate) {
        simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            kernel::for_each_block<V, Hidden>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                const V z = lanes.load(keep), n = lanes.load(keep + 2 * Hidden);
                const V from = lanes.load(keep + (kept - 1) * Hidden); // n, or what it is made of
                const V d = lanes.load(g) + lanes.load(static_cast<const T*>(dh));
                lanes.store(d_gates, d * (lanes.load(h) - n) * derivative<sigmoid>(z, z));
                lanes.store(d_candidate, math::fnma(z, d, d) * derivative<sigma>(from, from));
                lanes.store(dh, d * z);
            });
        });
    }
    /// ... then dl/da_r, and what goes by way of r o h.
    template <class T>
    HANDGRAD_INLINE static constexpr void open_vjp(const T* keep, const T* h, const T* d_reset, T* dh,
                                                   T* d_gates, T* reset) {
        simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            kernel::for_each_block<V, Hidden>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                const V r = lanes.load(keep + Hidden), before = lanes.load(h), d = lanes.load(d_reset);
                lanes.store(d_gates + Hidden, d * before * derivative<sigmoid>(r, r));
                lanes.store(dh, fma(d, r, lanes.load(static_cast<const T*>(dh))));
                lanes.store(reset, r * before);
            });
        });
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
