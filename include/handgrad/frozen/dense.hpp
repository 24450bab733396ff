/// The inference form of the fully connected layer.
#pragma once

#include <handgrad/frozen/layer.hpp>
#include <handgrad/kernel/packed/narrow_weights.hpp>
#include <handgrad/kernel/packed/packed_gemm.hpp>
#include <handgrad/kernel/packed/quantized_gemm.hpp>
#include <handgrad/kernel/product/stack.hpp>
#include <handgrad/layer/dense.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// W row by row.
template <class T, int K, int N>
struct plain_weights {
    alignas(64) T w[K * N] = {};
    constexpr plain_weights() = default;
    constexpr explicit plain_weights(view<const T, K, N> from) noexcept {
        for (int i = 0; i < K * N; ++i) w[i] = from.data()[i];
    }
};
template <class T, int M, int K, int N, class Start, class Finish>
HANDGRAD_INLINE constexpr void gemm_nn(view<const T, M, K> z, const plain_weights<T, K, N>& w, Start begin,
                                       Finish finish) {
    gemm_nn(z, view<const T, K, N>(w.w), begin, finish);
}

/// From so many outputs on, weights are stored smaller where that is asked for. Fewer have too few weights
/// for it to save any time, and often are the network's results, to which rounding does most harm.
inline constexpr int fewest_outputs_stored_smaller = 17;

/// (A matrix so large that it comes from L3 is read fastest in whole rows, as gemm_nn reads it.)
template <class Weight, int K, int N>
consteval auto find_packed_form() {
    using T = number_beside<Weight>;
    constexpr bool as_it_is =
        std::is_same_v<Weight, T> && K * N * static_cast<long>(sizeof(T)) > kernel::machine::streamed_bytes;
    if constexpr (N < fewest_outputs_stored_smaller && kernel::forward_chains(K, N) == kernel::most_chains)
        return std::type_identity<kernel::detail::narrow_weights<T, K, N>>{};
    else if constexpr (N < fewest_outputs_stored_smaller || as_it_is)
        return std::type_identity<plain_weights<T, K, N>>{};
    else if constexpr (!std::is_same_v<Weight, std::int8_t>)
        return std::type_identity<kernel::detail::packed_weights<Weight, K, N>>{};
    else if constexpr (kernel::detail::quantized_weights<K, N>::possible)
        return std::type_identity<kernel::detail::quantized_weights<K, N>>{};
    else
        return std::type_identity<kernel::detail::packed_weights<float, K, N>>{};
}

/// Bytes of stack that the arrays of a product with M rows take.
template <class Weights, int M>
inline constexpr array_bytes product_arrays{}; // of what was packed before
template <class T, int K, int N, int M>
inline constexpr array_bytes product_arrays<plain_weights<T, K, N>, M>{kernel::nn_arrays<T>(M, K, N)};
template <int K, int N, int M>
inline constexpr array_bytes product_arrays<kernel::detail::quantized_weights<K, N>, M> = [] {
    using product = kernel::detail::quantized_product<simd::native_vector<float>, M, K, N>;
    return product::rows_apart ? array_bytes{product::row_bytes} : array_bytes{0, 0, product::row_bytes};
}();

/// Y = sigma(Z W + b), W packed.
template <class Dense, class Activation, class Weight>
class frozen_dense {
    using T = number_beside<Weight>;
    static constexpr int inputs = Dense::inputs, outputs = Dense::outputs;
    using parameters = view<const T, 1, Dense::parameter_count>;
    using weights = typename decltype(find_packed_form<Weight, inputs, outputs>())::type;

public:
    constexpr frozen_dense() = default;
    constexpr explicit frozen_dense(parameters p) noexcept
        : weights_(Dense::weights(p)), biases_(p.data() + inputs * outputs) {}

    template <int B>
    static constexpr array_bytes arrays = product_arrays<weights, B>;

    template <int B>
    HANDGRAD_INLINE constexpr void forward(view<const T, B, inputs> z, view<T, B, outputs> y,
                                           T*) const noexcept {
        const kernel::finish_apply<Activation, T, outputs> finish{y.data()};
        if constexpr (Dense::has_bias)
            gemm_nn(z, weights_, kernel::start_row<T>{biases_.data()},
                    finish); // Z_{i+1} = sigma_i(Z_i W_i + b_i)
        else
            gemm_nn(z, weights_, kernel::start_zero{}, finish);
    }

private:
    weights weights_;
    kept_parameters<T, Dense::has_bias ? outputs : 0> biases_;
};

template <int In, int Out, class Activation, class Bias, class Weight>
struct frozen_form<dense<In, Out, Activation, Bias>, Weight> {
    using type = frozen_dense<dense<In, Out, Activation, Bias>, Activation, Weight>;
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad
