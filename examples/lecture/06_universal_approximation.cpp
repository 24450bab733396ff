// Universal approximation, by construction: enough relu units in one hidden layer come as near as you like.
//
//     x_i = a + i h,  h = (b - a) / N                  N + 1 places on [a, b], straight lines between
//     s_i = (f(x_{i+1}) - f(x_i)) / h                  the slope of the line from x_i on; s_{-1} = 0
//     f_hat(x) = f(a) + sum_i (s_i - s_{i-1}) relu(x - x_i)     at x_i, unit i bends it to the next slope
//
//     max |f - f_hat| <= h^2 max |f''| / 8 = epsilon   N = (b - a) sqrt(max |f''| / (8 epsilon)) units do
//
// Nothing is trained: W_1 = (1 .. 1), b_1 = -x_i, W_2 = s_i - s_{i-1}, b_2 = f(a). A compiler can do it, too.
#include "claims.hpp"
#include "data_file.hpp"
#include "log_log_slope.hpp"
#include "smooth_function.hpp"

#include <handgrad/handgrad.hpp>

#include <cstdint>
#include <cstdio>
#include <numbers>
#include <utility>
#include <vector>

namespace hg = handgrad;

using lecture::as_function, lecture::real, lecture::smooth_function;

template <int N>
using net = hg::network<hg::dense<1, N, hg::relu>, hg::dense<N, 1>>;

constexpr smooth_function sine{[](real x) { return hg::math::sin(x); }, 0, std::numbers::pi, 1};
constexpr smooth_function waves{
    [](real x) { return hg::math::sin(x) + hg::math::sin(real(3) * x) / real(3); }, -std::numbers::pi,
    std::numbers::pi, 4}; // f'' = -sin(x) - 3 sin(3x)

template <int N, class T>
constexpr hg::parameters<net<N>, T> build(const smooth_function& f) {
    hg::parameters<net<N>, T> p;
    const real a(f.a), h = real(f.b - f.a) / real(N);
    real last_slope(0);
    for (int i = 0; i < N; ++i) {
        const real x_i = a + real(i) * h, slope = (f.f(a + real(i + 1) * h) - f.f(x_i)) / h;
        p.template weights<1>()(0, i) = 1;
        p.template biases<1>()(0, i) = static_cast<T>(-x_i.v);
        p.template weights<2>()(i, 0) = static_cast<T>((slope - last_slope).v);
        last_slope = slope;
    }
    p.template biases<2>()(0, 0) = static_cast<T>(f.f(a).v);
    return p;
}

// The compiler builds a network that is nowhere on [0, pi] further than 0.01 from the sine, and checks it.
constexpr int enough = sine.places(0.01);
constexpr hg::parameters<net<enough>> sine_network = build<enough, float>(sine);
static_assert(sine.largest_distance(as_function(sine_network), 97) <= 0.01);

/// What a network of N units learns by gradient descent with momentum from random weights.
template <int N>
hg::parameters<net<N>> train(const smooth_function& f, hg::rng random) {
    constexpr int steps = 20000;
    hg::parameters<net<N>> p;
    net<N>::initialize(p, random, hg::torch_default{}); // it gives biases too: not all units bend at 0
    typename net<N>::template workspace<64> ws;
    hg::optimizer_state<hg::momentum, net<N>::parameter_count> state;
    hg::matrix<float, 64, 1> x, y;
    for (int k = 0; k < steps; ++k) {
        for (int i = 0; i < x.rows; ++i) {
            x(i, 0) = random.uniform(static_cast<float>(f.a), static_cast<float>(f.b));
            y(i, 0) = static_cast<float>(f.f(real(static_cast<double>(x(i, 0)))).v);
        }
        const hg::momentum step{.rate = 0.05 * (steps - k) / steps, .momentum = 0.9};
        net<N>::train_step(hg::mean_squared_error{}, step, p, x, y, ws, state);
    }
    return p;
}

int main(int argc, char** argv) {
    constexpr int grid = 9973; // prime: its points fall anywhere between those of a network
    lecture::data_file data(argc, argv, "06_universal_approximation");
    std::puts("f(x) = sin(x) + sin(3x) / 3 on [-pi, pi]\n\n units   epsilon   max |f - f_hat|   in float");
    std::vector<std::pair<double, double>> needed; // (error, units)
    bool all_hold = true;
    const auto measure = [&]<int N>() {
        const auto p = build<N, double>(waves);
        const auto q = build<N, float>(waves); // its numbers, and each sum, are rounded
        const double error = waves.largest_distance(as_function(p), grid),
                     in_float = waves.largest_distance(as_function(q), grid);
        std::printf("%6d %9.6f %17.6f %10.6f\n", N, waves.epsilon(N), error, in_float);
        data.line(N, waves.epsilon(N), error);
        all_hold = all_hold && error <= waves.epsilon(N);
        if (N >= 8) needed.emplace_back(error, N); // fewer do not see the waves
    };
    [&]<int... K>(std::integer_sequence<int, K...>) { (measure.template operator()<(2 << K)>(), ...); }
    (std::make_integer_sequence<int, 8>{}); // 2, 4, .. 256

    constexpr int N = 16;
    const auto built = build<N, float>(waves);
    hg::parameters<net<N>> best;
    double least = 1e9;
    std::printf("\n%d units, trained from five random beginnings, max |f - f_hat|:", N);
    for (const std::uint64_t seed : {1u, 2u, 3u, 4u, 5u}) {
        const auto p = train<N>(waves, hg::rng{seed});
        const double error = waves.largest_distance(as_function(p), grid);
        std::printf(" %.3f", error);
        if (error < least) least = error, best = p;
    }
    std::puts("\n");
    for (const auto& p : {built, best}) {
        data.blank(), data.blank();
        waves.largest_distance(as_function(p), 400, [&](auto... numbers) { data.line(numbers...); });
    }

    lecture::claims claims;
    const double error = waves.largest_distance(as_function(built), grid);
    const double slope = lecture::log_log_slope(needed);
    const double by_compiler = sine.largest_distance(as_function(sine_network), grid);
    claims.check(all_hold, "no network is further from f than its epsilon");
    claims.check(-0.52 < slope && slope < -0.48, "units grow as epsilon ^ %.3f; in theory -1/2", slope);
    claims.check(by_compiler <= 0.01, "%d units, by the compiler, are within %.4f of sin", enough,
                 by_compiler);
    claims.check(error < least, "%d units: %.3f by construction, %.3f by the best training", N, error, least);
    return claims.exit_code();
}
