/// The laws of an activation, checked: for the library's own and for yours.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/simd/infinity.hpp>
#include <handgrad/simd/select.hpp>
#include <handgrad/testing/law_report.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace testing {

/// Whether A does what activation/concept.hpp asks for, at eight numbers between -2.6 and 2.6:
///     its derivative agrees with central differences, to 1e-5
///     a lane of a vector gives the bits of a number by itself
///     a NaN goes through `value`
template <activation A>
law_report activation_laws() {
    using one = simd::scalar_vector<double>;
    constexpr double points[] = {-2.6, -1.7, -0.9, -0.35, 0.3, 0.85, 1.65, 2.55}, step = 1e-6;
    for (int i = 0; i < 8; ++i) {
        const auto value = [](double z) { return A::value(one(z)).v; };
        const double z = points[i], expected = (value(z + step) - value(z - step)) / (2 * step);
        const double found = derivative<A>(one(z), A::value(one(z))).v;
        const double error = found < expected ? expected - found : found - expected;
        if (!(error <= 1e-5))
            return {"the derivative must be that of value: compared with central differences", i, found,
                    expected};
    }
    using V = simd::native_vector<float>;
    using alone = simd::scalar_vector<float>;
    float z[V::width], y[V::width], slope[V::width];
    for (int i = 0; i < V::width; ++i) z[i] = static_cast<float>(points[i % 8]);
    const V z_lanes = V::load(z), y_lanes = A::value(z_lanes);
    y_lanes.store(y);
    derivative<A>(z_lanes, y_lanes).store(slope);
    for (int i = 0; i < V::width; ++i) {
        const alone y_i = A::value(alone(z[i])), slope_i = derivative<A>(alone(z[i]), y_i);
        if (!(y[i] == y_i.v))
            return {"value of a lane must be that of a number", i, double(y[i]), double(y_i.v)};
        if (!(slope[i] == slope_i.v))
            return {"the derivative of a lane must be that of a number", i, double(slope[i]),
                    double(slope_i.v)};
    }
    const double through = A::value(one(math::not_a_number<double>)).v;
    if (through == through) return {"value of a NaN must be one", 0, through, math::not_a_number<double>};
    return {};
}

} // namespace testing

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
