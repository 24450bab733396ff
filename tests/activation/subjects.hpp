/// Every activation with what its tests compare it with: its formula in long double, and what happens at NaN
/// and at the ends.
#pragma once

#include <bits.hpp>

#include <handgrad/activation/celu.hpp>
#include <handgrad/activation/cos.hpp>
#include <handgrad/activation/elu.hpp>
#include <handgrad/activation/exp.hpp>
#include <handgrad/activation/gelu.hpp>
#include <handgrad/activation/gelu_tanh.hpp>
#include <handgrad/activation/hard_sigmoid.hpp>
#include <handgrad/activation/hard_swish.hpp>
#include <handgrad/activation/identity.hpp>
#include <handgrad/activation/leaky_relu.hpp>
#include <handgrad/activation/mish.hpp>
#include <handgrad/activation/relu.hpp>
#include <handgrad/activation/relu6.hpp>
#include <handgrad/activation/selu.hpp>
#include <handgrad/activation/sigmoid.hpp>
#include <handgrad/activation/silu.hpp>
#include <handgrad/activation/sin.hpp>
#include <handgrad/activation/softplus.hpp>
#include <handgrad/activation/softsign.hpp>
#include <handgrad/activation/square.hpp>
#include <handgrad/activation/tanh.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace activation_subjects {

namespace hg = handgrad;

using steep = hg::leaky_relu_with<std::ratio<3, 4>>;
using shallow_elu = hg::elu_with<std::ratio<3, 4>>;
using wide_celu = hg::celu_with<std::ratio<3, 2>>;
using sharp_softplus = hg::softplus_with<std::ratio<2>>;

template <class T>
constexpr T not_a_number = std::numeric_limits<T>::quiet_NaN();
template <class T>
constexpr T infinity = std::numeric_limits<T>::infinity();

template <class T>
struct result {
    T value, derivative;
};

/// By the scalar specification.
template <class A, class T>
constexpr result<T> at(T z) {
    const hg::simd::scalar_vector<T> v(z), y = A::value(v);
    return {y.v, hg::derivative<A>(v, y).v};
}

/// By the machine's vectors.
template <class A, class T>
void in_lanes(const T* z, T* value, T* derivative) {
    const auto v = hg::simd::native_vector<T>::load(z), y = A::value(v);
    y.store(value);
    hg::derivative<A>(v, y).store(derivative);
}

using real = long double;

real logistic(real z) { return 1 / (1 + std::exp(-z)); }
real exponential(real z, real alpha) { return z > 0 ? z : alpha * std::expm1(z / alpha); }

/// An activation without its type, and what is promised of it.
struct subject {
    const char* name; // in pytorch.hpp
    result<float> (*single)(float);
    result<double> (*twice)(double);
    void (*single_lanes)(const float*, float*, float*);
    void (*double_lanes)(const double*, double*, double*);
    bool needs_input;

    real (*formula)(real);
    double error;                   // of the value, in multiples of epsilon, relative
    double nan_derivative;          // what the derivative makes of a NaN
    result<double> lowest, highest; // at -infinity and infinity

    result<float> operator()(float z) const { return single(z); }
    result<double> operator()(double z) const { return twice(z); }
    void lanes(const float* z, float* y, float* d) const { single_lanes(z, y, d); }
    void lanes(const double* z, double* y, double* d) const { double_lanes(z, y, d); }
};

template <class A>
constexpr subject of(const char* name, real (*formula)(real), double error, double nan_derivative,
                     result<double> lowest, result<double> highest) {
    static_assert(hg::activation<A>);
    return {name,
            at<A, float>,
            at<A, double>,
            in_lanes<A, float>,
            in_lanes<A, double>,
            hg::needs_input<A>,
            formula,
            error,
            nan_derivative,
            lowest,
            highest};
}

constexpr double inf = infinity<double>, NaN = not_a_number<double>;

const subject subjects[] = {
    of<hg::identity>("identity", [](real z) { return z; }, 0, 1, {-inf, 1}, {inf, 1}),
    of<hg::relu>("relu", [](real z) { return z > 0 ? z : 0; }, 0, 1, {0, 0}, {inf, 1}),
    of<hg::leaky_relu>("leaky_relu", [](real z) { return z > 0 ? z : z / 100; }, 1, 0.01, {-inf, 0.01},
                       {inf, 1}),
    of<steep>("steep", [](real z) { return z > 0 ? z : z * 0.75L; }, 1, 0.75, {-inf, 0.75}, {inf, 1}),
    of<hg::relu6>("relu6", [](real z) { return std::min(std::max(z, real(0)), real(6)); }, 0, 0, {0, 0},
                  {6, 0}),
    of<hg::elu>("elu", [](real z) { return exponential(z, 1); }, 1.5, NaN, {-1, 0}, {inf, 1}),
    of<shallow_elu>("shallow_elu", [](real z) { return z > 0 ? z : 0.75L * std::expm1(z); }, 2, NaN,
                    {-0.75, 0}, {inf, 1}),
    of<hg::selu>(
        "selu",
        [](real z) { return 1.0507009873554804934L * (z > 0 ? z : 1.6732632423543772848L * std::expm1(z)); },
        2, NaN, {-1.7580993408473768599, 0}, {inf, 1.0507009873554804934}),
    of<hg::celu>("celu", [](real z) { return exponential(z, 1); }, 1.5, NaN, {-1, 0}, {inf, 1}),
    of<wide_celu>("wide_celu", [](real z) { return exponential(z, 1.5L); }, 3, NaN, {-1.5, 0}, {inf, 1}),
    of<hg::gelu>("gelu", [](real z) { return z * std::erfc(-z / std::sqrt(real(2))) / 2; }, 4, NaN, {0, 0},
                 {inf, 1}),
    of<hg::gelu_tanh>("gelu_tanh",
                      [](real z) {
                          return z * logistic(2 * std::sqrt(2 / std::acos(real(-1))) *
                                              (z + 0.044715L * z * z * z));
                      },
                      3, NaN, {0, 0}, {inf, 1}),
    of<hg::silu>("silu", [](real z) { return z * logistic(z); }, 2, NaN, {0, 0}, {inf, 1}),
    of<hg::mish>("mish", [](real z) { return z * std::tanh(std::log1p(std::exp(z))); }, 3, NaN, {0, 0},
                 {inf, 1}),
    of<hg::sigmoid>("sigmoid", logistic, 1, NaN, {0, 0}, {1, 0}),
    of<hg::hard_sigmoid>("hard_sigmoid",
                         [](real z) { return std::min(std::max(z + 3, real(0)), real(6)) / 6; }, 1.5, 0,
                         {0, 0}, {1, 0}),
    of<hg::hard_swish>("hard_swish",
                       [](real z) { return z * std::min(std::max(z + 3, real(0)), real(6)) / 6; }, 2, NaN,
                       {0, 0}, {inf, 1}),
    of<hg::tanh>("tanh", [](real z) { return std::tanh(z); }, 1, NaN, {-1, 0}, {1, 0}),
    of<hg::softplus>("softplus", [](real z) { return std::log1p(std::exp(z)); }, 2, NaN, {0, 0}, {inf, 1}),
    of<sharp_softplus>("sharp_softplus", [](real z) { return std::log1p(std::exp(2 * z)) / 2; }, 2, NaN,
                       {0, 0}, {inf, 1}),
    of<hg::softsign>("softsign", [](real z) { return z / (1 + std::fabs(z)); }, 1.5, NaN, {-1, 0}, {1, 0}),
    of<hg::sin>("sin", [](real z) { return std::sin(z); }, 1, NaN, {NaN, NaN}, {NaN, NaN}),
    of<hg::cos>("cos", [](real z) { return std::cos(z); }, 1, NaN, {NaN, NaN}, {NaN, NaN}),
    of<hg::exp>("exp", [](real z) { return std::exp(z); }, 1, NaN, {0, 0}, {inf, inf}),
    of<hg::square>("square", [](real z) { return z * z; }, 1, NaN, {inf, -inf}, {inf, inf}),
};

} // namespace activation_subjects
