/// The simple recurrent layer.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/tanh.hpp>
#include <handgrad/kernel/activated.hpp>
#include <handgrad/layer/recurrent.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// What it keeps is z where sigma' is to be found from that.
template <class Activation>
struct rnn_cell {
    using sigma = std::conditional_t<activation<Activation>, Activation, tanh>;
    static constexpr int gates = 1, states = 1, kept = needs_input<sigma> ? 1 : 0;
    static constexpr bool same_gradients = true;
    static constexpr gate_columns columns{"h"};

    template <class V>
    HANDGRAD_INLINE static constexpr void forward(const V (&a)[1], const V (&c)[1], V (&s)[1], V (&k)[1]) {
        k[0] = a[0] + c[0];
        s[0] = kernel::activated<sigma>(k[0]);
    }

    template <class V>
    HANDGRAD_INLINE static constexpr void vjp(const V (&k)[1], const V (&)[1], V y, V (&ds)[1], V (&da)[1],
                                              V (&)[1]) {
        if constexpr (kept > 0)
            da[0] = ds[0] * derivative<sigma>(k[0], k[0]);
        else
            da[0] = ds[0] * derivative<sigma>(y, y);
        ds[0] = V(0);
    }
};

} // namespace detail

/// The simple (Elman) recurrent layer, as PyTorch's RNN:
///
///     y_t = h_t = sigma((x_t W_x + b_x) + (h_{t-1} W_h + b_h))      x_t: (1, In)   h_t: (1, Hidden)
///
/// Parameters: W_x (In, Hidden), b_x, W_h (Hidden, Hidden), b_h, and h_0 if it is constant or learned. sigma
/// is tanh, relu, or any activation. It remembers h.
template <int In = 0, int Hidden = 0, class Activation = tanh, class Bias = bias,
          class Initial = zero_initial_state>
struct rnn : detail::recurrent<detail::rnn_cell<Activation>, In, Hidden, Bias, Initial> {
    using activation_type = typename detail::rnn_cell<Activation>::sigma;
    using verdict =
        detail::recurrent_verdict<rnn, Activation, Bias, Initial, detail::most_parameters(In, Hidden, 1, 1)>;
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
