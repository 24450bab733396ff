/// The inference form of the fully connected layer.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/frozen/layer.hpp>
#include <handgrad/frozen/storage/as_they_are.hpp>
#include <handgrad/kernel/packed/narrow_weights.hpp>
#include <handgrad/layer/dense.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// From so many outputs on, weights are stored smaller where that is asked for. Fewer have too few weights
/// for it to save any time, and often are the network's results, to which rounding does most harm.
inline constexpr int fewest_outputs_stored_smaller = 17;

template <class Weight, int K, int N>
consteval auto find_packed_form() {
    using T = number_beside<Weight>;
    if constexpr (N >= fewest_outputs_stored_smaller)
        return std::type_identity<typename storage<Weight>::template weights<K, N>>{};
    else if constexpr (kernel::forward_chains(K, N) == kernel::most_chains)
        return std::type_identity<kernel::detail::narrow_weights<T, K, N>>{};
    else
        return std::type_identity<plain_weights<T, K, N>>{};
}

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
        const kernel::finish_apply<Activation, T, kernel::fixed<outputs>> finish{y.data()};
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

#include <handgrad/core/pop_macros.hpp>
