/// How a quantity grows with another.
#pragma once

#include <handgrad/math/math.hpp>

#include <cmath>
#include <span>
#include <utility>

namespace lecture {

/// p of the power law y = c x^p that fits the points (x, y) best: least squares of the logarithms.
inline double log_log_slope(std::span<const std::pair<double, double>> points) {
    const auto log = [](double x) { return handgrad::math::log(handgrad::simd::scalar_vector<double>(x)).v; };
    const auto n = static_cast<double>(points.size());
    double x_mean = 0, y_mean = 0;
    for (const auto& [x, y] : points) {
        x_mean += log(x) / n;
        y_mean += log(y) / n;
    }
    double xx = 0, xy = 0;
    for (const auto& [x, y] : points) {
        xx = std::fma(log(x) - x_mean, log(x) - x_mean, xx);
        xy = std::fma(log(x) - x_mean, log(y) - y_mean, xy);
    }
    return xy / xx;
}

} // namespace lecture
