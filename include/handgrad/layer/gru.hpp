/// The gated recurrent unit, as PyTorch has it.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/sigmoid.hpp>
#include <handgrad/activation/tanh.hpp>
#include <handgrad/kernel/activated.hpp>
#include <handgrad/layer/recurrent.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

struct gru_cell {
    static constexpr int gates = 3, states = 1, kept = 4;
    static constexpr bool same_gradients = false;
    static constexpr gate_columns columns{"rzn", 'n'};

    template <class V>
    HANDGRAD_INLINE static constexpr void forward(const V (&a)[3], const V (&c)[3], V (&s)[1], V (&k)[4]) {
        const V r = kernel::activated<sigmoid>(a[0] + c[0]);
        const V z = kernel::activated<sigmoid>(a[1] + c[1]);
        const V n = kernel::activated<tanh>(fma(r, c[2], a[2]));
        s[0] = fma(z, s[0] - n, n);
        k[0] = r, k[1] = z, k[2] = n, k[3] = c[2];
    }

    template <class V>
    HANDGRAD_INLINE static constexpr void vjp(const V (&k)[4], const V (&before)[1], V, V (&ds)[1],
                                              V (&da)[3], V (&dc)[3]) {
        const V r = k[0], z = k[1], n = k[2], c_n = k[3], d = ds[0];
        const V d_n = fnma(z, d, d) * derivative<tanh>(n, n);
        da[0] = d_n * c_n * derivative<sigmoid>(r, r);
        da[1] = d * (before[0] - n) * derivative<sigmoid>(z, z);
        da[2] = d_n;
        dc[0] = da[0], dc[1] = da[1], dc[2] = d_n * r;
        ds[0] = d * z;
    }
};

} // namespace detail

/// The gated recurrent unit as PyTorch has it, and Keras with reset_after:
///
///     a = x_t W_x + b_x      c = h_{t-1} W_h + b_h          columns r, z, n
///     r = sigmoid(a_r + c_r)      z = sigmoid(a_z + c_z)      n = tanh(a_n + r o c_n)
///     y_t = h_t = n + z o (h_{t-1} - n)                     x_t: (1, In)   h_t: (1, Hidden)
///
/// Parameters: W_x (In, 3 Hidden), b_x, W_h (Hidden, 3 Hidden), b_h, and h_0 if it is constant or learned. It
/// remembers h. (K. Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014; the reset
/// gate after the product as in cuDNN.) gru_v1 has it before the product.
template <int In = 0, int Hidden = 0, class Bias = bias, class Initial = zero_initial_state>
struct gru : detail::recurrent<detail::gru_cell, In, Hidden, Bias, Initial> {
    using verdict =
        detail::recurrent_verdict<gru, tanh, Bias, Initial, detail::most_parameters(In, Hidden, 3, 1)>;
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
