/// The elementary functions with their references, as types to run a test over.
#pragma once

#include <handgrad/math/fast.hpp>
#include <handgrad/math/math.hpp>

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
    static constexpr auto fast = [](auto x) { return hg::math::fast::exp(x); };
    template <class R>
    static R reference(R x) {
        return std::exp(x);
    }
};
struct power_of_two : exact_grade {
    static constexpr const char* name = "exp2";
    static constexpr bool monotone = true;
    static constexpr auto of = [](auto x) { return hg::math::exp2(x); };
    template <class R>
    static R reference(R x) {
        return std::exp2(x);
    }
};
struct exponential_less_one : exact_grade {
    static constexpr const char* name = "expm1";
    static constexpr double double_bound = 1.2;
    static constexpr bool monotone = true;
    static constexpr auto of = [](auto x) { return hg::math::expm1(x); };
    template <class R>
    static R reference(R x) {
        return std::expm1(x);
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
struct logarithm_of_one_more : exact_grade {
    static constexpr const char* name = "log1p";
    static constexpr bool monotone = true;
    static constexpr auto of = [](auto x) { return hg::math::log1p(x); };
    template <class R>
    static R reference(R x) {
        return std::log1p(x);
    }
};
struct soft_plus : exact_grade {
    static constexpr const char* name = "softplus";
    static constexpr bool monotone = true;
    static constexpr auto of = [](auto x) { return hg::math::softplus(x); };
    template <class R>
    static R reference(R x) {
        return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
    }
};
struct error_function : exact_grade {
    static constexpr const char* name = "erf";
    static constexpr bool monotone = true;
    static constexpr auto of = [](auto x) { return hg::math::erf(x); };
    template <class R>
    static R reference(R x) {
        return std::erf(x);
    }
};
struct hyperbolic_tangent : exact_grade {
    static constexpr const char* name = "tanh";
    static constexpr bool monotone = true;
    static constexpr auto of = [](auto x) { return hg::math::tanh(x); };
    static constexpr auto fast = [](auto x) { return hg::math::fast::tanh(x); };
    template <class R>
    static R reference(R x) {
        return std::tanh(x);
    }
};
struct logistic : exact_grade {
    static constexpr const char* name = "sigmoid";
    static constexpr bool monotone = true;
    static constexpr auto of = [](auto x) { return hg::math::sigmoid(x); };
    static constexpr auto fast = [](auto x) { return hg::math::fast::sigmoid(x); };
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

/// F in its fast grade. (Of doubles it is the exact one.)
template <class F>
struct fast : F {
    static constexpr double float_bound = 4;
    static constexpr bool monotone = false;
    static constexpr auto of = F::fast;
};
struct fast_exponential : fast<exponential> {
    static constexpr const char* name = "fast::exp";
};
struct fast_hyperbolic_tangent : fast<hyperbolic_tangent> {
    static constexpr const char* name = "fast::tanh";
};
struct fast_logistic : fast<logistic> {
    static constexpr const char* name = "fast::sigmoid";
};

// All of them: as a list of types, and for TEST_CASE_TEMPLATE.
#define MATH_FUNCTIONS                                                                                       \
    exponential, power_of_two, exponential_less_one, logarithm, logarithm_of_one_more, soft_plus,            \
        hyperbolic_tangent, logistic, error_function, sine, cosine, fast_exponential,                        \
        fast_hyperbolic_tangent, fast_logistic

template <class... F>
struct list {};
using all = list<MATH_FUNCTIONS>;

/// f(x) in one lane of the specification. Not inlined: there are many callers, and compilers take their time.
template <class F, class T>
[[gnu::noinline]] constexpr T scalar(T x) {
    return F::of(hg::simd::scalar_vector<T>(x)).v;
}

/// f of as many numbers as a vector of this build holds.
template <class F, class T>
[[gnu::noinline]] void native(const T* x, T* y) {
    F::of(hg::simd::native_vector<T>::load(x)).store(y);
}

} // namespace math_functions
