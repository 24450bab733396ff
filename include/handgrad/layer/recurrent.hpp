/// Layers whose step is two products and a function of their elements.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/column_sums.hpp>
#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/kernel/product/gemm.hpp>
#include <handgrad/kernel/product/stack.hpp>
#include <handgrad/layer/compose/stack.hpp>
#include <handgrad/layer/recurrent_parameters.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// h before each step: of a sequence's first step h before it, then the outputs of the steps before.
template <extent S, class T, int Hidden>
constexpr void outputs_before(const T* first, int pitch, view<const T, S, Hidden> y,
                              view<T, S, Hidden> before) {
    constexpr int size = S.steps * Hidden;
    for (int b = 0; b < S.sequences; ++b)
        copy_n(y.data() + b * size, size - Hidden,
               copy_n(first + b * pitch, Hidden, before.data() + b * size));
}

/// A recurrent layer whose step is two products and a function of their elements:
///
///     a = x_t W_x + b_x      c = h_{t-1} W_h + b_h      s_t = Cell(a, c, s_{t-1})      y_t = h_t
///
/// each product in the order of a dense layer. So the inputs of all steps are one product, and the bits do
/// not depend on how many steps there are at a time. Cell offers, as static members,
///     gate_columns columns         how the columns of the weights lie
///     int gates, states, kept      how many times Hidden numbers a and c are, the states s, of which h is
///     the
///                                  first, and what it keeps of a step for the way back
///     bool same_gradients          dl/da = dl/dc
///     void forward(a, c, s, k)     s becomes the states after the step; fills k
///     void vjp(k, before, y, ds, da, dc)
///                                  from ds = dl/ds after the step, da = dl/da and dc = dl/dc; ds becomes
///                                  what of dl/ds before the step does not go through c
/// of arrays of vectors V: a, c, da, dc [gates], s, before, ds [states], k [kept]; y = h after the step.
///
/// The tape keeps the states before the first step, then of each row k and the states other than h.
template <class Cell, int In, int Hidden, class Bias, class Initial>
struct recurrent : recurrent_parameters<In, Hidden, Cell::gates, Cell::states, Bias, Initial> {
private:
    using base = recurrent_parameters<In, Hidden, Cell::gates, Cell::states, Bias, Initial>;
    static constexpr int gates = Cell::gates, states = Cell::states, kept = Cell::kept;
    static constexpr int row_size = (kept + states - 1) * Hidden;

public:
    using recurrent_type = recurrent;
    using base::columns, base::parameter_count, base::state_size;
    static constexpr auto tensors = base::tensors_of(Cell::columns);
    static constexpr long flops = 2L * (In + Hidden) * columns;
    template <extent S>
    static constexpr int tape_size = S.sequences* state_size + S* row_size;
    // Forward: a of all steps, c and h of one. On the way back: da, dc and h before of all steps, dc and ds
    // of one.
    template <extent S>
    static constexpr int scratch_size = (Cell::same_gradients ? 1 : 2) * S* columns + S* Hidden
                                        + S.sequences*(columns + state_size);
    template <extent S, class T>
    static constexpr stack_arrays arrays = [] {
        stack_arrays all{{kernel::nn_arrays<T>(S, In, columns)},
                         {kernel::tn_arrays<T>(S, In, columns), kernel::nt_arrays<T>(S, In, columns)},
                         {kernel::tn_arrays<T>(S, In, columns)}};
        all.forward.add(kernel::nn_arrays<T>(S.sequences, Hidden, columns));
        for (array_bytes* way_back : {&all.vjp, &all.first_vjp}) {
            way_back->add(kernel::nt_arrays<T>(S.sequences, Hidden, columns));
            way_back->add(kernel::tn_arrays<T>(S, Hidden, columns));
        }
        return all;
    }();

    template <extent S, class T, class Tape>
    static constexpr void forward(view<const T, S, In> x, view<const T, 1, parameter_count> p, Tape tape,
                                  view<T, S, Hidden> y, view<T, 1, scratch_size<S>> scratch,
                                  memory<T, S.sequences, state_size> state) {
        run<S>(x, typename base::template numbers<T>{p}, tape, y, scratch.data(), state);
    }

    /// forward of numbers that may be packed: base::numbers, or what has the same members.
    template <extent S, class T, class Numbers, class Tape>
    HANDGRAD_INLINE static constexpr void run(view<const T, S, In> x, const Numbers& p,
                                              [[maybe_unused]] Tape tape, view<T, S, Hidden> y, T* scratch,
                                              memory<T, S.sequences, state_size> state) {
        constexpr int B = S.sequences;
        const view<T, S, columns> a(scratch);
        const view<T, B, columns> c(a.end());
        const view<T, B, Hidden> h(c.end());
        base::begin(p.initial_state_data(), state);
        if constexpr (!is_discarded<Tape>) state.copy_to(tape.data());
        // Of all steps at once.
        p.times_weights(x, base::input_start(p.biases_data()), kernel::finish_in(a));
        // One sequence is read where it lies, several side by side.
        const T* now = B == 1 ? state.row(0).data() : h.data();
        if constexpr (B > 1)
            for (int b = 0; b < B; ++b) copy_n(state.row(b).data(), Hidden, h.row(b).data());
        for (int t = 0; t < S.steps; ++t) {
            p.times_recurrent_weights(view<const T, B, Hidden>(now),
                                      base::recurrent_start(p.recurrent_biases_data()), kernel::finish_in(c));
            for (int b = 0; b < B; ++b) {
                const int row = b * S.steps + t;
                T* const others = state.row(b).data();
                const auto keep = [&] {
                    if constexpr (is_discarded<Tape>)
                        return tape;
                    else
                        return tape.data() + B * state_size + row * row_size;
                }();
                step<B == 1>(a.row(row).data(), c.row(b).data(), now + b * Hidden, h.row(b).data(), others,
                             y.row(row).data(), keep);
            }
            if constexpr (B == 1) now = y.row(t).data();
        }
        for (int b = 0; b < B; ++b) copy_n(now + b * Hidden, Hidden, state.row(b).data());
    }

    template <extent S, write W, class T, class GIn>
    static constexpr void
    vjp(view<const T, S, In> x, view<const T, S, Hidden> y, view<const T, 1, parameter_count> p,
        view<const T, 1, tape_size<S>> tape, view<T, S, Hidden> g, GIn g_in, view<T, 1, parameter_count> dp,
        view<T, 1, scratch_size<S>> scratch, memory<T, S.sequences, state_size> dstate) {
        constexpr int B = S.sequences;
        const view<T, S, columns> da(scratch.data());
        const view<T, S, columns> dc(Cell::same_gradients ? da.data() : da.end());
        const view<T, S, Hidden> before(dc.end());
        const view<T, B, columns> dc_of_step(before.end());
        const view<T, B, state_size> ds(dc_of_step.end());
        outputs_before<S>(tape.data(), state_size, y, before);
        dstate.copy_to(ds.data());
        for (int t = S.steps - 1; t >= 0; --t) {
            for (int b = 0; b < B; ++b) {
                const int row = b * S.steps + t;
                const T* const keep = tape.data() + B * state_size + row * row_size;
                const T* const others =
                    t == 0 ? tape.data() + b * state_size + Hidden : keep - row_size + kept * Hidden;
                step_vjp<B == 1>(keep, before.row(row).data(), others, y.row(row).data(), g.row(row).data(),
                                 ds.row(b).data(), da.row(row).data(), dc.row(row).data(),
                                 dc_of_step.row(b).data());
            }
            gemm_nt(view<const T, B, columns>(B == 1 ? dc.row(t).data() : dc_of_step.data()),
                    base::recurrent_weights(p), kernel::start_matrix<T, kernel::fixed<state_size>>{ds.data()},
                    kernel::finish_store<T, kernel::fixed<state_size>>{ds.data()}); // dl/dh before the step
        }
        dstate.copy_from(ds.data());
        base::template begin_vjp<W>(dp, dstate);
        if constexpr (!is_discarded<GIn>) gemm_nt(da, base::weights(p), g_in); // dl/dx = dl/da W_x^T
        gemm_tn<W>(x, da, base::weights(dp));                                  // dl/dW_x = x^T dl/da
        gemm_tn<W>(before, dc, base::recurrent_weights(dp));                   // dl/dW_h = h^T dl/dc
        if constexpr (base::has_bias) column_sums<W>(da, base::biases(dp));
        if constexpr (base::has_two_biases) column_sums<W>(dc, base::recurrent_biases(dp));
    }

private:
    /// One step of one sequence; `others` holds the states, of which h is read from `h` and written to `y`,
    /// and to `next` if sequences go side by side.
    template <bool Alone, class T, class Keep>
    HANDGRAD_INLINE static constexpr void step(const T* a, const T* c, const T* h, [[maybe_unused]] T* next,
                                               T* others, T* y, [[maybe_unused]] Keep keep) {
        simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            kernel::for_each_block<V, Hidden>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                V a_[gates], c_[gates], s[states], k[larger(kept, 1)];
                s[0] = lanes.load(h);
                for (int i = 1; i < states; ++i) s[i] = lanes.load(others + i * Hidden);
                for (int i = 0; i < gates; ++i) {
                    a_[i] = lanes.load(a + i * Hidden);
                    c_[i] = lanes.load(c + i * Hidden);
                }
                Cell::forward(a_, c_, s, k);
                lanes.store(y, s[0]);
                if constexpr (!Alone) lanes.store(next, s[0]);
                for (int i = 1; i < states; ++i) lanes.store(others + i * Hidden, s[i]);
                if constexpr (!is_discarded<Keep>) {
                    for (int i = 0; i < kept; ++i) lanes.store(keep + i * Hidden, k[i]);
                    for (int i = 1; i < states; ++i) lanes.store(keep + (kept + i - 1) * Hidden, s[i]);
                }
            });
        });
    }

    /// Its vjp: `others` are the states before, but for h.
    template <bool Alone, class T>
    HANDGRAD_INLINE static constexpr void step_vjp(const T* keep, const T* h, const T* others, const T* y,
                                                   const T* g, T* ds, T* da, T* dc,
                                                   [[maybe_unused]] T* dc_of_step) {
        simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            kernel::for_each_block<V, Hidden>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                V k[larger(kept, 1)], before[states], d[states], da_[gates], dc_[gates];
                for (int i = 0; i < kept; ++i) k[i] = lanes.load(keep + i * Hidden);
                before[0] = lanes.load(h);
                for (int i = 1; i < states; ++i) before[i] = lanes.load(others + (i - 1) * Hidden);
                for (int i = 0; i < states; ++i) d[i] = lanes.load(static_cast<const T*>(ds) + i * Hidden);
                d[0] = d[0] + lanes.load(g);
                Cell::vjp(k, before, lanes.load(y), d, da_, dc_);
                for (int i = 0; i < states; ++i) lanes.store(ds + i * Hidden, d[i]);
                for (int i = 0; i < gates; ++i) {
                    lanes.store(da + i * Hidden, da_[i]);
                    const V dc_i = Cell::same_gradients ? da_[i] : dc_[i];
                    if constexpr (!Cell::same_gradients) lanes.store(dc + i * Hidden, dc_i);
                    if constexpr (!Alone) lanes.store(dc_of_step + i * Hidden, dc_i);
                }
            });
        });
    }
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
