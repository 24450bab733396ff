/// The elementary functions with their references, as types to run a test over.
#pragma once

#include <handgrad/simd/math.hpp>

#include <cmath>

namespace math_functions {

namespace hg = handgrad;

/// What most functions promise: errors in ULP over all floats, and over doubles (the reference, a long
/// double, may be off a little).
struct exact_grade {
    static constexpr double float_bound = 1, double_bound = 1.1;
};

struct exponential : exact_grade {
    static constexpr const char* name = "exp";
    static constexpr bool monotone = true;
    static constexpr auto of = [](auto x) { return hg::math::exp(x); };
    template <class R>
    static R reference(R x) {
        return std::exp(x);
    }
};
struct logarithm : exact_grade {
    static constexpr const char* name = "log";
    static constexpr bool monotone = true;
    static constexpr auto of = [](auto x) { return hg::math::log(x); };
    template <class R>
    static R reference(R x) {
        return std::log(x);
    }
};
struct hyperbolic_tangent : exact_grade {
    static constexpr const char* name = "tanh";
    static constexpr bool monotone = true;
    static constexpr auto of = [](auto x) { return hg::math::tanh(x); };
    template <class R>
    static R reference(R x) {
        return std::tanh(x);
    }
};
struct logistic : exact_grade {
    static constexpr const char* name = "sigmoid";
    static constexpr bool monotone = true;
    static constexpr auto of = [](auto x) { return hg::math::sigmoid(x); };
    template <class R>
    static R reference(R x) {
        return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
    }
};
struct sine : exact_grade {
    static constexpr const char* name = "sin";
    static constexpr bool monotone = false;
    static constexpr auto of = [](auto x) { return hg::math::sin(x); };
    template <class R>
    static R reference(R x) {
        return std::sin(x);
    }
};
struct cosine : exact_grade {
    static constexpr const char* name = "cos";
    static constexpr bool monotone = false;
    static constexpr auto of = [](auto x) { return hg::math::cos(x); };
    template <class R>
    static R reference(R x) {
        return std::cos(x);
    }
};

// All of them: as a list of types, and for TEST_CASE_TEMPLATE.
#define MATH_FUNCTIONS exponential, logarithm, hyperbolic_tangent, logistic, sine, cosine

template <class... F>
struct list {};
using all = list<MATH_FUNCTIONS>;

/// f(x) in one lane of the specification. Not inlined: there are many callers, and compilers take their time.
template <class F, class T>
[[gnu::noinline]] constexpr T scalar(T x) {
    return F::of(hg::scalar_vector<T>(x)).v;
}

/// f of as many numbers as a vector of this build holds.
template <class F, class T>
[[gnu::noinline]] void native(const T* x, T* y) {
    F::of(hg::native_vector<T>::load(x)).store(y);
}

} // namespace math_functions
