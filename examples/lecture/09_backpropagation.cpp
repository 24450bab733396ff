// Backpropagation in general: a loop forward, a loop backward, and every gradient on the way.
//
//     Z_1 = X        Z_{i+1} = sigma_i(Z_i W_i)                      i = 1 .. L         forward
//     G_{L+1} = dl/dZ_{L+1}    G_i = (G_{i+1} o sigma_i'(Z_i W_i)) W_i^T    i = L .. 1  backward
//     dl/dW_i = Z_i^T (G_{i+1} o sigma_i'(Z_i W_i))
//
//     Z_i, G_i: (m, n_i)     W_i, dl/dW_i: (n_i, n_{i+1})     m rows, n_i numbers in each before layer i
#include "../print_matrix.hpp"
#include "claims.hpp"

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

namespace hg = handgrad;

using net = hg::network<hg::dense<3, 4, hg::tanh, hg::no_bias>, hg::dense<4, 3, hg::sigmoid, hg::no_bias>,
                        hg::dense<3, 2, hg::identity, hg::no_bias>>;
constexpr int m = 2, L = net::depth;

template <class M>
void print(const char* name, int i, const M& numbers) {
    examples::print((name + std::to_string(i)).c_str(), numbers);
}

template <class A, class B>
bool same(const A& a, const B& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

/// f(1) .. f(L), the numbers as constants.
template <class F>
void for_each_layer(F f) {
    [&]<int... I>(std::integer_sequence<int, I...>) { (f(std::integral_constant<int, I + 1>{}), ...); }
    (std::make_integer_sequence<int, L>{});
}

int main() {
    const hg::matrix<float, m, 3> x{{0.5f, -1.0f, 2.0f}, {1.5f, 0.25f, -0.75f}};
    const hg::matrix<int, m, 1> label{{0}, {1}};
    const hg::softmax_cross_entropy loss{};

    hg::parameters<net> p, gradient;
    hg::rng random{3};
    net::initialize(p, random);

    // The library's two loops, which leave everything that they computed.
    net::trace<m> ws;
    const float value = net::value_and_gradient(loss, p, x, label, gradient, ws);

    std::puts("forward\n");
    print("Z_", 1, ws.activation<1>());
    for_each_layer([&]<int i>(std::integral_constant<int, i>) {
        print("W_", i, std::as_const(p).weights<i>());
        print("Z_", i + 1, ws.activation<i + 1>());
    });
    std::printf("l = %.6f\n\nbackward\n\n", static_cast<double>(value));
    print("G_", L + 1, ws.gradient<L + 1>());
    for_each_layer([&]<int k>(std::integral_constant<int, k>) {
        constexpr int i = L + 1 - k;
        print("dl/dW_", i, gradient.weights<i>());
        print("G_", i, ws.gradient<i>());
    });

    // The same loops, written out with the library's products.
    lecture::claims claims;
    bool forward = true, backward = true, gradients = true;
    for_each_layer([&]<int i>(std::integral_constant<int, i>) {
        using sigma = std::tuple_element_t<i - 1, std::tuple<hg::tanh, hg::sigmoid, hg::identity>>;
        using layer = net::layer_type<i>;
        hg::matrix<float, m, layer::outputs> z_next, d;
        hg::gemm_nn(ws.activation<i>(), p.weights<i>(), z_next.view());
        for (float& z : z_next) z = sigma::value(hg::simd::scalar_vector<float>(z)).v; // sigma_i(Z_i W_i)
        forward = forward && same(z_next, ws.activation<i + 1>());

        for (int k = 0; k < d.size; ++k) { // G_{i+1} o sigma_i', here a function of Z_{i+1}
            const hg::simd::scalar_vector<float> z(z_next.data()[k]);
            d.data()[k] = ws.gradient<i + 1>().data()[k] * hg::derivative<sigma>(z, z).v;
        }
        hg::matrix<float, m, layer::inputs> g;
        hg::gemm_nt(d.view(), p.weights<i>(), g.view()); // G_i
        backward = backward && same(g, ws.gradient<i>());
        hg::matrix<float, layer::inputs, layer::outputs> dw;
        hg::gemm_tn(ws.activation<i>(), d.view(), dw.view()); // dl/dW_i
        gradients = gradients && same(dw, gradient.weights<i>());
    });
    claims.check(forward, "Z_{i+1} = sigma_i(Z_i W_i), to the bit, in each of %d layers", L);
    claims.check(backward, "G_i = (G_{i+1} o sigma_i'(Z_i W_i)) W_i^T, to the bit");
    claims.check(gradients, "dl/dW_i = Z_i^T (G_{i+1} o sigma_i'(Z_i W_i)), to the bit");
    return claims.exit_code();
}
