/// The long short-term memory.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/sigmoid.hpp>
#include <handgrad/activation/tanh.hpp>
#include <handgrad/kernel/activated.hpp>
#include <handgrad/layer/recurrent.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

struct lstm_cell {
    static constexpr int gates = 4, states = 2, kept = 5;
    static constexpr bool same_gradients = true;
    static constexpr gate_columns columns{"ifgo"};

    template <class V>
    HANDGRAD_INLINE static constexpr void forward(const V (&a)[4], const V (&c)[4], V (&s)[2], V (&k)[5]) {
        const V i = kernel::activated<sigmoid>(a[0] + c[0]);
        const V f = kernel::activated<sigmoid>(a[1] + c[1]);
        const V g = kernel::activated<tanh>(a[2] + c[2]);
        const V o = kernel::activated<sigmoid>(a[3] + c[3]);
        s[1] = fma(f, s[1], i * g);
        const V out = kernel::activated<tanh>(s[1]);
        s[0] = o * out;
        k[0] = i, k[1] = f, k[2] = g, k[3] = o, k[4] = out;
    }

    template <class V>
    HANDGRAD_INLINE static constexpr void vjp(const V (&k)[5], const V (&before)[2], V, V (&ds)[2],
                                              V (&da)[4], V (&)[4]) {
        const V i = k[0], f = k[1], g = k[2], o = k[3], out = k[4];
        const V d = fma(ds[0] * o, derivative<tanh>(out, out), ds[1]); // with respect to the cell
        da[0] = d * g * derivative<sigmoid>(i, i);
        da[1] = d * before[1] * derivative<sigmoid>(f, f);
        da[2] = d * i * derivative<tanh>(g, g);
        da[3] = ds[0] * out * derivative<sigmoid>(o, o);
        ds[0] = V(0);
        ds[1] = d * f;
    }
};

} // namespace detail

/// The long short-term memory, as PyTorch and Keras have it:
///
///     z = (x_t W_x + b_x) + (h_{t-1} W_h + b_h)             columns i, f, g, o
///     i, f, o = sigmoid(z_i), sigmoid(z_f), sigmoid(z_o)      g = tanh(z_g)
///     c_t = f o c_{t-1} + i o g      y_t = h_t = o o tanh(c_t)      x_t: (1, In)   h_t, c_t: (1, Hidden)
///
/// Parameters: W_x (In, 4 Hidden), b_x, W_h (Hidden, 4 Hidden), b_h, and h_0, c_0 if they are constant or
/// learned. It remembers h, c. (S. Hochreiter, J. Schmidhuber, "Long short-term memory", 1997; with the
/// forget gate of F. Gers et al., 2000.)
template <int In = 0, int Hidden = 0, class Bias = bias, class Initial = zero_initial_state>
struct lstm : detail::recurrent<detail::lstm_cell, In, Hidden, Bias, Initial> {
    using verdict =
        detail::recurrent_verdict<lstm, tanh, Bias, Initial, detail::most_parameters(In, Hidden, 4, 2)>;
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
