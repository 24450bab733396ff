/// The parameters that recurrent layers have in common, and the state that their sequences begin with.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/initializer/concept.hpp>
#include <handgrad/initializer/fill.hpp>
#include <handgrad/kernel/epilogue.hpp>
#include <handgrad/kernel/product/gemm.hpp>
#include <handgrad/layer/options.hpp>
#include <handgrad/layer/recurrent_verdict.hpp>
#include <handgrad/layer/tensors.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The parameters of a recurrent layer, in this order:
///     W_x (In, Gates Hidden)     b_x     W_h (Hidden, Gates Hidden)     b_h     s_0 (States, Hidden)
/// b_x if there is a bias, b_h if there are two, and s_0, the state that a sequence begins with, if it is not
/// zero.
template <int In, int Hidden, int Gates, int States, class Bias, class Initial>
struct recurrent_parameters {
    static constexpr int inputs = In, outputs = Hidden;
    static constexpr int columns = counted(1LL * Gates * Hidden);
    static constexpr int state_size = counted(1LL * States * Hidden);
    static constexpr bool has_bias = !std::is_same_v<Bias, no_bias>;
    static constexpr bool has_two_biases = has_bias && !std::is_same_v<Bias, one_bias>;
    static constexpr bool has_initial_state = !std::is_same_v<Initial, zero_initial_state>;

    static constexpr int recurrent_offset = counted(1LL * (In + has_bias) * columns);
    static constexpr int recurrent_bias_offset = counted(recurrent_offset + 1LL * Hidden * columns);
    static constexpr int initial_offset = counted(recurrent_bias_offset + 1LL * has_two_biases * columns);
    static constexpr int parameter_count = counted(initial_offset + 1LL * has_initial_state * state_size);

    /// A constant initial state is not learned.
    static constexpr std::array<parameter_range, 1> learned{
        {{0, std::is_same_v<Initial, constant_initial_state> ? initial_offset : parameter_count}}};

    /// The option `tensors` of a layer with these columns.
    static consteval auto tensors_of(gate_columns gates) {
        std::array<parameter_tensor, 2 + has_bias + has_two_biases + has_initial_state * States> all{};
        std::size_t count = 0;
        all[count++] = {tensor_kind::weights, 0, {In, columns}, "", gates};
        if (has_bias) all[count++] = {tensor_kind::biases, counted(1LL * In * columns), {columns}, "", gates};
        all[count++] = {tensor_kind::recurrent_weights, recurrent_offset, {Hidden, columns}, "", gates};
        if (has_two_biases)
            all[count++] = {tensor_kind::recurrent_biases, recurrent_bias_offset, {columns}, "", gates};
        if (has_initial_state) all[count++] = {tensor_kind::initial_output, initial_offset, {Hidden}};
        if (has_initial_state && States > 1)
            all[count++] = {tensor_kind::initial_cell, counted(1LL * initial_offset + Hidden), {Hidden}};
        return all;
    }

    template <class T>
    HANDGRAD_INLINE static constexpr view<T, In, columns> weights(view<T, 1, parameter_count> p) {
        return view<T, In, columns>(p.data());
    }
    template <class T>
    HANDGRAD_INLINE static constexpr view<T, 1, columns>
    biases(view<T, 1, parameter_count> p) requires(has_bias) {
        return view<T, 1, columns>(p.data() + In * columns);
    }
    template <class T>
    HANDGRAD_INLINE static constexpr view<T, Hidden, columns>
    recurrent_weights(view<T, 1, parameter_count> p) {
        return view<T, Hidden, columns>(p.data() + recurrent_offset);
    }
    template <class T>
    HANDGRAD_INLINE static constexpr view<T, 1, columns>
    recurrent_biases(view<T, 1, parameter_count> p) requires(has_two_biases) {
        return view<T, 1, columns>(p.data() + recurrent_bias_offset);
    }
    template <class T>
    HANDGRAD_INLINE static constexpr view<T, 1, state_size>
    initial_state(view<T, 1, parameter_count> p) requires(has_initial_state) {
        return view<T, 1, state_size>(p.data() + initial_offset);
    }

    /// Both matrices by `scheme`, the biases by it or zero, the initial state zero.
    template <class T, class Scheme>
    static constexpr void initialize(view<T, 1, parameter_count> p, rng& r, Scheme scheme) {
        if constexpr (!initializer<Scheme>) {
            using reported [[maybe_unused]] = detail::report<decltype(mistake::not_an_initializer<Scheme>{})>;
        } else {
            if constexpr (has_bias)
                initialize_weights_and_biases(scheme, weights(p), biases(p), r);
            else
                scheme(weights(p), r);
            if constexpr (has_two_biases)
                initialize_weights_and_biases(scheme, recurrent_weights(p), recurrent_biases(p), r);
            else
                scheme(recurrent_weights(p), r);
            if constexpr (has_initial_state)
                for (T& x : initial_state(p)) x = 0;
        }
    }
    /// As PyTorch does: uniform in 1 / sqrt(Hidden), the initial state zero.
    template <class T>
    static constexpr void initialize(view<T, 1, parameter_count> p, rng& r) {
        const T bound = square_root_of_ratio<T>(1, Hidden);
        for (int i = 0; i < parameter_count; ++i)
            p(0, i) = i < initial_offset ? r.template uniform<T>(-bound, bound) : T(0);
    }

    /// Of the sequences that make their first step, the state before it.
    template <class T, int Sequences>
    HANDGRAD_INLINE static constexpr void begin([[maybe_unused]] const T* initial,
                                                [[maybe_unused]] memory<T, Sequences, state_size> state) {
        if constexpr (has_initial_state)
            for (int b = 0; b < Sequences; ++b)
                if (state.steps(b) == 0) copy_n(initial, state_size, state.row(b).data());
    }
    /// The gradient with respect to it, which is that with respect to the initial state.
    template <write W, class T, int Sequences>
    HANDGRAD_INLINE static constexpr void
    begin_vjp([[maybe_unused]] view<T, 1, parameter_count> dp,
              [[maybe_unused]] memory<T, Sequences, state_size> dstate) {
        if constexpr (has_initial_state) {
            constexpr bool learns = std::is_same_v<Initial, learned_initial_state>;
            const auto d = initial_state(dp);
            if constexpr (W == write::overwrite)
                for (T& x : d) x = 0;
            for (int b = 0; b < Sequences; ++b)
                if (dstate.steps(b) == 0)
                    for (int i = 0; i < state_size; ++i) {
                        if constexpr (learns) d(0, i) = d(0, i) + dstate(b, i);
                        dstate(b, i) = 0;
                    }
        }
    }

    /// The parameters as the way forward reads them. (A frozen form has the same members, of weights that are
    /// packed.)
    template <class T>
    struct numbers {
        view<const T, 1, parameter_count> p;

        /// start + x W_x and start + h W_h
        template <int M, class Start, class Finish>
        HANDGRAD_INLINE constexpr void times_weights(view<const T, M, In> x, Start begin,
                                                     Finish finish) const {
            gemm_nn(x, weights(p), begin, finish);
        }
        template <int M, class Start, class Finish>
        HANDGRAD_INLINE constexpr void times_recurrent_weights(view<const T, M, Hidden> h, Start begin,
                                                               Finish finish) const {
            gemm_nn(h, recurrent_weights(p), begin, finish);
        }
        HANDGRAD_INLINE constexpr const T* biases_data() const { return p.data() + In * columns; }
        HANDGRAD_INLINE constexpr const T* recurrent_biases_data() const {
            return p.data() + recurrent_bias_offset;
        }
        HANDGRAD_INLINE constexpr const T* initial_state_data() const { return p.data() + initial_offset; }
    };

    template <class T>
    HANDGRAD_INLINE static constexpr auto input_start([[maybe_unused]] const T* bias) {
        if constexpr (has_bias)
            return kernel::start_row<T>{bias};
        else
            return kernel::start_zero{};
    }
    template <class T>
    HANDGRAD_INLINE static constexpr auto recurrent_start([[maybe_unused]] const T* bias) {
        if constexpr (has_two_biases)
            return kernel::start_row<T>{bias};
        else
            return kernel::start_zero{};
    }
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
