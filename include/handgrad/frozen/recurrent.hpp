/// The inference form of recurrent layers.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/frozen/dense.hpp>
#include <handgrad/frozen/layer.hpp>
#include <handgrad/layer/recurrent_parameters.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// How a matrix of a recurrent layer is stored, of T: as a dense layer's, but that what is a single panel, in
/// which the rows follow each other as they do, is left as it is: one row's product with it is shorter so.
template <class T, int K, int N>
consteval auto find_recurrent_form() {
    using packed = typename decltype(find_packed_form<T, K, N>())::type;
    if constexpr (requires { requires packed::layout::count == 1; })
        return std::type_identity<plain_weights<T, K, N>>{};
    else
        return std::type_identity<packed>{};
}

/// A recurrent layer with both of its matrices packed. They are stored as what the other numbers are,
/// whatever `Weight` is.
template <class Layer, class Weight>
class frozen_recurrent {
    using T = number_beside<Weight>;
    using layer = typename Layer::recurrent_type;
    static constexpr int inputs = Layer::inputs, hidden = Layer::outputs, columns = Layer::columns;
    using weights = typename decltype(find_recurrent_form<T, inputs, columns>())::type;
    using recurrent_weights = typename decltype(find_recurrent_form<T, hidden, columns>())::type;

public:
    constexpr frozen_recurrent() = default;
    constexpr explicit frozen_recurrent(view<const T, 1, Layer::parameter_count> p) noexcept
        : weights_(Layer::weights(p)), recurrent_weights_(Layer::recurrent_weights(p)),
          biases_(p.data() + inputs * columns), recurrent_biases_(p.data() + Layer::recurrent_bias_offset),
          initial_state_(p.data() + Layer::initial_offset) {}

    template <extent S>
    static constexpr array_bytes arrays = [] {
        array_bytes all = product_arrays<weights, S>;
        all.add(product_arrays<recurrent_weights, S.sequences>);
        return all;
    }();

    template <extent S>
    HANDGRAD_INLINE constexpr void
    forward(view<const T, S, inputs> x, view<T, S, hidden> y, T* scratch,
            memory<T, S.sequences, state_size_of<Layer>> state) const noexcept {
        layer::template run<S>(x, *this, discard{}, y, scratch, state);
    }

    // As recurrent_parameters::numbers.
    template <int M, class Start, class Finish>
    HANDGRAD_INLINE constexpr void times_weights(view<const T, M, inputs> x, Start begin,
                                                 Finish finish) const noexcept {
        gemm_nn(x, weights_, begin, finish);
    }
    template <int M, class Start, class Finish>
    HANDGRAD_INLINE constexpr void times_recurrent_weights(view<const T, M, hidden> h, Start begin,
                                                           Finish finish) const noexcept {
        gemm_nn(h, recurrent_weights_, begin, finish);
    }
    HANDGRAD_INLINE constexpr const T* biases_data() const noexcept { return biases_.data(); }
    HANDGRAD_INLINE constexpr const T* recurrent_biases_data() const noexcept {
        return recurrent_biases_.data();
    }
    HANDGRAD_INLINE constexpr const T* initial_state_data() const noexcept { return initial_state_.data(); }

private:
    weights weights_;
    recurrent_weights recurrent_weights_;
    kept_parameters<T, Layer::has_bias ? columns : 0> biases_;
    kept_parameters<T, Layer::has_two_biases ? columns : 0> recurrent_biases_;
    kept_parameters<T, Layer::has_initial_state ? Layer::state_size : 0> initial_state_;
};

template <class Layer, class Weight>
    requires requires { typename Layer::recurrent_type; }
struct frozen_form<Layer, Weight> {
    using type = frozen_recurrent<Layer, Weight>;
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
