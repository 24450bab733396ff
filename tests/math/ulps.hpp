/// How far a result is from the exact one.
#pragma once

#include <bits.hpp>

#include <cmath>
#include <limits>

/// |y - exact| in units of the last place of a T of the exact result's size. Infinite where y is no number
/// and should be one, or the other way round.
template <class T, class Exact>
double ulps(T y, Exact exact) {
    using limits = std::numeric_limits<T>;
    const T nearest = static_cast<T>(exact);
    if (same_bits(y, nearest) && !(std::fabs(nearest) <= limits::max())) return 0;
    if (!(std::fabs(y) <= limits::max())) return std::numeric_limits<double>::infinity();
    int exponent = 0;
    std::frexp(exact, &exponent);
    if (exponent < limits::min_exponent) exponent = limits::min_exponent;
    const Exact difference = std::fabs(static_cast<Exact>(y) - exact);
    return static_cast<double>(difference * std::ldexp(Exact(1), limits::digits - exponent));
}
