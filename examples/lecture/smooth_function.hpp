/// A function to approximate.
#pragma once

#include <handgrad/core/matrix.hpp>
#include <handgrad/math/math.hpp>
#include <handgrad/network/parameters.hpp>

#include <algorithm>

namespace lecture {

/// A double whose sums and products have the same bits everywhere.
using real = handgrad::simd::scalar_vector<double>;

/// f on [a, b], with |f''| <= curvature.
struct smooth_function {
    real (*f)(real);
    double a, b;
    double curvature;

    /// max |f - f_hat| is no more, if f_hat is f at n + 1 equidistant places and straight between them.
    constexpr double epsilon(int n) const {
        const real h = real(b - a) / real(n);
        return (h * h * real(curvature) / real(8)).v;
    }

    /// The least n for which epsilon(n) is no more than `error`.
    constexpr int places(double error) const {
        int n = 1;
        while (epsilon(n) > error) ++n;
        return n;
    }

    /// The largest |f - f_hat| at points + 1 places from a to b; `see(x, f, f_hat)` is told each.
    template <class F, class See = void (*)(double, double, double)>
    constexpr double largest_distance(
        F f_hat, int points, See see = [](double, double, double) {}) const {
        double largest = 0;
        for (int k = 0; k <= points; ++k) {
            const real x = real(a) + real(b - a) * real(k) / real(points), y = f(x);
            const double y_hat = f_hat(x.v);
            largest = std::max({largest, y_hat - y.v, y.v - y_hat});
            see(x.v, y.v, y_hat);
        }
        return largest;
    }
};

/// x -> the one output of a network with one input. The parameters must live as long.
template <class Net, class T>
constexpr auto as_function(const handgrad::parameters<Net, T>& p) {
    return [&p](double x) -> double { return Net::forward(p, handgrad::row(static_cast<T>(x)))(0, 0); };
}

} // namespace lecture
