// Eigen's functions of arrays. Where it has none, the formula that its users write.
#include <tasks.hpp>

#include "../../peers/eigen.hpp"

#include <unsupported/Eigen/SpecialFunctions>

namespace bench {

namespace eigen_functions {

using namespace math_functions;
auto of(exponential, const auto& x) { return x.exp(); }
auto of(power_of_two, const auto& x) { return (x * 0x1.62e43p-1f).exp(); }
auto of(exponential_less_one, const auto& x) { return x.expm1(); }
auto of(logarithm, const auto& x) { return x.log(); }
auto of(logarithm_of_one_more, const auto& x) { return x.log1p(); }
auto of(soft_plus, const auto& x) { return x.max(0.0f) + (-x.abs()).exp().log1p(); }
auto of(error_function, const auto& x) { return x.erf(); }
auto of(hyperbolic_tangent, const auto& x) { return x.tanh(); }
auto of(logistic, const auto& x) { return x.logistic(); }
auto of(sine, const auto& x) { return x.sin(); }
auto of(cosine, const auto& x) { return x.cos(); }

} // namespace eigen_functions

template <class Task>
struct by_eigen {
    static constexpr const char* name = "eigen";
    using array = Eigen::Array<float, array_size, 1>;
    using input = Eigen::Map<const array, Eigen::Aligned64>;
    static constexpr bool enters = requires(const input& x) {
        eigen_functions::of(typename Task::function{}, x);
    };
    static void apply(const float* x, float* y) requires enters {
        Eigen::Map<array, Eigen::Aligned64> output(y);
        output = eigen_functions::of(typename Task::function{}, input(x));
    }
};

[[maybe_unused]] static const bool entered = enter_all<by_eigen>(tasks{});

} // namespace bench
