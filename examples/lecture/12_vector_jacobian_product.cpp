// The layer as vector-Jacobian product: all that it has to know of its derivative is one product,
//     g = dl/dy   ->   dl/dz = g df/dz,   dl/dp = g df/dp        vjp: backwards, a row of df at a time
// and the network's is theirs, one after the other. With it, and with the same code on dual numbers, for
// which f(x + eps dx) = f(x) + eps (df/dx) dx as eps^2 = 0, one has
//     J_ij = dy_i / dx_j                 one vjp of as many rows as there are outputs, with G = 1
//     dy = (df/dx) dx + (df/dp) dp       jvp: forwards, a column of df at a time
//     H v = d/dt grad l(p + t v)         grad l at p + eps v: forwards over backwards
// What H is good for: gradient descent is stable where H's largest eigenvalue is below 2 / rate. So it leaves
// where that is not so, and learns elsewhere (J. Cohen et al., "the edge of stability", 2021).
#include <handgrad/handgrad.hpp>

#include "claims.hpp"

#include <cmath>
#include <cstdio>

namespace hg = handgrad;

/// A layer of our own: y_rc = exp(-(z_rc - m_c)^2), bumps with learned middles.
template <int N>
struct bump {
    static constexpr int inputs = N, outputs = N, parameter_count = N;
    template <int B>
    static constexpr int tape_size = 0;

    template <int B>
    static void forward(auto z, auto m, auto /*tape*/, auto y) {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < N; ++c) {
                const hg::simd::scalar_vector<typename decltype(y)::value_type> d(z(r, c) - m(0, c));
                y(r, c) = hg::math::exp(-d * d).v;
            }
    }
    template <int B, hg::write W>
    static void vjp(auto z, auto y, auto m, auto /*tape*/, auto g, auto g_in, auto dm) {
        for (int c = 0; c < N; ++c) {
            auto sum = hg::start<W>(dm(0, c));
            for (int r = 0; r < B; ++r) { // dl/dz = -2 g y (z - m), dl/dm = - sum_r dl/dz
                const auto slope = -2 * y(r, c) * (z(r, c) - m(0, c));
                sum = hg::fma(-g(r, c), slope, sum); // not std::fma: duals are among its numbers
                if constexpr (!hg::is_discarded<decltype(g_in)>) g_in(r, c) = g(r, c) * slope;
            }
            dm(0, c) = sum;
        }
    }
    static void initialize(auto m, hg::rng& random) {
        for (auto& middle : m) middle = random.uniform<float>(-1, 1);
    }
};

using net = hg::network<hg::dense<2, 20, hg::tanh>, bump<20>, hg::dense<20, 2>>;
using vector = hg::parameters<net, double>; // the parameters, a gradient, a direction among them
constexpr double h = 1e-6;

double dot(const auto& a, const auto& b) {
    double sum = 0;
    for (int i = 0; i < a.size; ++i) sum = hg::fma(a.data()[i], b.data()[i], sum);
    return sum;
}
/// a + t b
auto moved(auto a, double t, const auto& b) {
    for (int i = 0; i < a.size; ++i) a.data()[i] = hg::fma(t, b.data()[i], a.data()[i]);
    return a;
}

int main() {
    lecture::claims claims;
    hg::rng random{1};
    vector p, v, gradient;
    net::initialize(p, random);
    for (double& number : v) number = random.normal<double>();
    hg::matrix<double, 64, 2> x, dx, target; // x_0 x_1 and x_0^2
    for (double& number : x) number = random.uniform<double>(-1, 1);
    for (int r = 0; r < x.rows; ++r) target(r, 0) = x(r, 0) * x(r, 1), target(r, 1) = x(r, 0) * x(r, 0);

    std::puts("The Jacobian of one row, by vjp, and its columns, by jvp:");
    const auto J = hg::jacobian(p, x.row(0));
    double apart = 0;
    for (int j = 0; j < 2; ++j) {
        hg::matrix<double, 1, 2> unit;
        unit(0, j) = 1;
        const auto dy = hg::jvp(p, hg::zero_tangent{}, x.row(0), unit).dy; // and .y, with the bits of forward
        for (int i = 0; i < 2; ++i) {
            std::printf("  dy_%d/dx_%d%14.9f%14.9f\n", i, j, J(i, j), dy(0, i));
            apart += std::abs(J(i, j) - dy(0, i));
        }
    }
    claims.check(apart < 1e-13, "they agree to %.0e", apart);
    hg::vjp(p, x, target, dx, gradient); // any g will do
    const double forwards = dot(target, hg::jvp(p, v, x).dy), backwards = dot(gradient, v);
    claims.check(std::abs(forwards - backwards) < 1e-10, "g (J v) = %.9f = (g J) v", forwards);

    const hg::mean_squared_error loss;
    net::workspace<64, double> ws;
    hg::dual_workspace<net, 64, double> duals;
    const auto H = [&](auto& q, auto& w) { return hg::hessian_vector_product(loss, q, w, x, target, duals); };
    vector rest = H(p, v);
    const double length = dot(rest, rest);
    for (const double sign : {1, -1}) {
        net::value_and_gradient(loss, moved(p, sign * h, v), x, target, gradient, ws);
        rest = moved(rest, -sign / (2 * h), gradient);
    }
    const double off = std::sqrt(dot(rest, rest) / length);
    claims.check(off < 1e-8, "H v = (grad l(p + h v) - grad l(p - h v)) / 2h to %.0e of it", off);

    std::puts("\nThe largest eigenvalue of H, after so many steps of gradient descent:\n\n"
              "  rate   2/rate       0    4000    8000   12000   16000     loss");
    bool began_outside = false, remains = false;
    for (const double rate : {0.1, 0.2, 0.4}) {
        vector q = p, w = v;
        std::printf("%6.1f %8.1f", rate, 2 / rate);
        for (int k = 0; k <= 16000; ++k) {
            for (int i = 0; k % 4000 == 0 && i < 50; ++i) { // power iteration
                const vector Hw = H(q, w);
                const double eigenvalue = dot(w, Hw) / dot(w, w);
                w = moved(vector{}, 1 / std::sqrt(dot(Hw, Hw)), Hw);
                if (i < 49) continue;
                std::printf("%8.2f", eigenvalue);
                (k == 0 ? began_outside : remains) |= eigenvalue > 1.1 * (2 / rate);
            }
            net::train_step(loss, hg::sgd{.rate = rate}, q, x, target, ws);
        }
        std::printf("%9.5f\n", net::value_and_gradient(loss, q, x, target, gradient, ws));
    }
    claims.check(began_outside && !remains, "descent leaves where it is far above 2 / rate, and stays away");
    return claims.exit_code();
}
