/// Eigen's functions of arrays. Where it has none, the formula that its users write.
#pragma once

#include "../../eigen.hpp"
#include "../task.hpp"

#include <unsupported/Eigen/SpecialFunctions>

namespace bench {

namespace eigen_functions {

using namespace math_functions;
auto of(exponential, const auto& x) { return x.exp(); }
auto of(logarithm, const auto& x) { return x.log(); }
auto of(hyperbolic_tangent, const auto& x) { return x.tanh(); }
auto of(logistic, const auto& x) { return x.logistic(); }
auto of(sine, const auto& x) { return x.sin(); }
auto of(cosine, const auto& x) { return x.cos(); }

} // namespace eigen_functions

template <class Function>
struct by_eigen {
    static constexpr const char* name = "eigen";
    using array = Eigen::Array<float, array_size, 1>;
    using input = Eigen::Map<const array, Eigen::Aligned64>;
    static constexpr bool enters = requires(const input& x) { eigen_functions::of(Function{}, x); };
    static void apply(const float* x, float* y) requires enters {
        Eigen::Map<array, Eigen::Aligned64> output(y);
        output = eigen_functions::of(Function{}, input(x));
    }
};

} // namespace bench
