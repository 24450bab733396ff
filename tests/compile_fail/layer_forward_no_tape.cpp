// `forward` does not take a tape.
// expect: this is no layer: its forward must be a public `template <int B> static void forward\(z, p,
// expect: not_a_layer<.*layer_number<2>, .*scale<3>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

/// y = p z with one number p.
template <int N>
struct scale {
    static constexpr int inputs = N;
    static constexpr int outputs = N;
    static constexpr int parameter_count = 1;
    template <int B>
    static constexpr int tape_size = 0;
#ifdef WELL_FORMED
    template <int B>
    static constexpr void forward(auto z, auto p, auto, auto y) {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < N; ++c) y(r, c) = p(0, 0) * z(r, c);
    }
#else
    template <int B>
    static constexpr void forward(auto z, auto p, auto y) {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < N; ++c) y(r, c) = p(0, 0) * z(r, c);
    }
#endif
    template <int B, hg::write W>
    static constexpr void vjp(auto z, auto, auto p, auto, auto g, auto g_in, auto dp) {
        auto sum = hg::start<W>(dp(0, 0));
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < N; ++c) {
                sum += z(r, c) * g(r, c);
                g_in(r, c) = p(0, 0) * g(r, c);
            }
        dp(0, 0) = sum;
    }
    static constexpr void initialize(auto p, hg::rng&) { p(0, 0) = 1; }
};

using net = hg::network<hg::dense<4, 3>, scale<3>, hg::dense<3, 2>>;

int main() {
    hg::rng rng{1};
    hg::parameters<net> p, gradient;
    net::initialize(p, rng);
    net::workspace<5> ws;
    const hg::matrix<float, 5, 4> x;
    const std::array<int, 5> label{};
    const auto loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    const hg::matrix<float, 5, 2> y = net::forward(p, x);
    return loss > 0 && y(4, 1) > 0 && gradient.weights<3>()(0, 0) > 0;
}
