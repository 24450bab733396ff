// Every activation: its value against the C library in double, its derivative against central differences,
// NaN, its definition at the kink, and the same bits on every vector type.
#include <bits.hpp>

#include <handgrad/activation/cos.hpp>
#include <handgrad/activation/identity.hpp>
#include <handgrad/activation/leaky_relu.hpp>
#include <handgrad/activation/relu.hpp>
#include <handgrad/activation/sigmoid.hpp>
#include <handgrad/activation/silu.hpp>
#include <handgrad/activation/sin.hpp>
#include <handgrad/activation/tanh.hpp>
#include <handgrad/core/random.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <string>

namespace {

namespace hg = handgrad;

using steep = hg::leaky_relu_with<std::ratio<3, 4>>;

double reference(hg::identity, double z) { return z; }
double reference(hg::relu, double z) { return z > 0 ? z : 0; }
double reference(hg::leaky_relu, double z) { return z > 0 ? z : 0.01 * z; }
double reference(steep, double z) { return z > 0 ? z : 0.75 * z; }
double reference(hg::sigmoid, double z) { return 1 / (1 + std::exp(-z)); }
double reference(hg::tanh, double z) { return std::tanh(z); }
double reference(hg::silu, double z) { return z / (1 + std::exp(-z)); }
double reference(hg::sin, double z) { return std::sin(z); }
double reference(hg::cos, double z) { return std::cos(z); }

/// The value and the derivative at z, by the scalar specification.
template <class A, class T>
constexpr T value(T z) {
    return A::value(hg::scalar_vector<T>(z)).v;
}
template <class A, class T>
constexpr T derivative(T z) {
    const hg::scalar_vector<T> v(z);
    return hg::derivative<A>(v, A::value(v)).v;
}

} // namespace

#define ACTIVATIONS                                                                                          \
    hg::identity, hg::relu, hg::leaky_relu, steep, hg::sigmoid, hg::tanh, hg::silu, hg::sin, hg::cos

TEST_CASE_TEMPLATE("an activation is what its formula says", A, ACTIVATIONS) {
    static_assert(hg::activation<A>);
    hg::rng rng{1};
    double worst_float = 0, worst_double = 0;
    for (int i = 0; i < 3000; ++i) {
        const float z = rng.uniform<float>(-12, 12);
        const double expected = reference(A{}, z);
        const double size = std::fabs(expected); // 0 / 0 is passed over by max
        worst_float = std::max(worst_float, std::fabs(value<A>(z) - expected) / size);
        worst_double = std::max(worst_double, std::fabs(value<A>(static_cast<double>(z)) - expected) / size);
    }
    INFO(A::name);
    CHECK(worst_float < 3e-7);
    CHECK(worst_double < 6e-16);
}

TEST_CASE_TEMPLATE("the derivative is that of central differences", A, ACTIVATIONS) {
    hg::rng rng{2};
    double worst = 0, worst_float = 0;
    for (int i = 0; i < 3000; ++i) {
        const float single = rng.uniform<float>(-6, 6);
        const double z = single;
        const double h = 1e-5;
        if (std::fabs(z) < 2 * h) continue; // the kink
        const double difference = (value<A>(z + h) - value<A>(z - h)) / (2 * h);
        worst = std::max(worst, std::fabs(derivative<A>(z) - difference));
        worst_float = std::max(worst_float, std::fabs(derivative<A>(single) - derivative<A>(z)));
    }
    INFO(A::name);
    CHECK(worst < 1e-9);
    CHECK(worst_float < 3e-7);
}

TEST_CASE_TEMPLATE("a NaN goes through", A, ACTIVATIONS) {
    INFO(A::name);
    CHECK(is_nan(value<A>(std::numeric_limits<float>::quiet_NaN())));
    CHECK(is_nan(value<A>(std::numeric_limits<double>::quiet_NaN())));
}

namespace {

template <class A, class T>
void check_lanes() {
    using V = hg::native_vector<T>;
    const T infinity = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
    hg::rng rng{3};
    long wrong = 0;
    for (int i = 0; i < 500; ++i) {
        T z[V::width], y[V::width], slope[V::width];
        for (T& x : z) x = rng.uniform<T>(-9, 9);
        if (i == 0) z[0] = 0;
        if (i == 1) z[0] = -T(0);
        if (i == 2) z[0] = infinity;
        if (i == 3) z[0] = -infinity;
        if (i == 4) z[0] = nan;
        if (i == 5) z[0] = std::numeric_limits<T>::denorm_min();
        const V v = V::load(z);
        A::value(v).store(y);
        hg::derivative<A>(v, A::value(v)).store(slope);
        for (int k = 0; k < V::width; ++k)
            wrong += !same_bits(y[k], value<A>(z[k])) || !same_bits(slope[k], derivative<A>(z[k]));
    }
    INFO(A::name);
    CHECK(wrong == 0);
}

} // namespace

TEST_CASE_TEMPLATE("every lane gives the bits of the scalar", A, ACTIVATIONS) {
    check_lanes<A, float>();
    check_lanes<A, double>();
}

TEST_CASE_TEMPLATE("at the kink the derivative is the one of the negative side", T, float, double) {
    for (T zero : {T(0), -T(0)}) {
        CHECK(value<hg::relu>(zero) == 0);
        CHECK(derivative<hg::relu>(zero) == 0);
        CHECK(derivative<hg::leaky_relu>(zero) == T(1) / 100);
        CHECK(derivative<steep>(zero) == T(0.75));
    }
    const T tiny = std::numeric_limits<T>::denorm_min();
    CHECK(derivative<hg::relu>(tiny) == 1);
    CHECK(derivative<hg::leaky_relu>(tiny) == 1);
    CHECK(derivative<hg::leaky_relu>(-tiny) == T(1) / 100); // though the output has become -0
}

TEST_CASE_TEMPLATE("the ends", T, float, double) {
    const T infinity = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
    CHECK(value<hg::relu>(-infinity) == 0);
    CHECK(value<hg::relu>(infinity) == infinity);
    CHECK(value<hg::leaky_relu>(-infinity) == -infinity);
    CHECK(value<hg::silu>(infinity) == infinity);
    CHECK(is_nan(value<hg::silu>(-infinity))); // as in PyTorch: -inf times 0
    CHECK(value<hg::tanh>(-infinity) == -1);
    CHECK(value<hg::sigmoid>(-infinity) == 0);
    CHECK(derivative<hg::tanh>(infinity) == 0);
    CHECK(derivative<hg::sigmoid>(infinity) == 0);
    CHECK(derivative<hg::relu>(nan) == 1); // as in PyTorch
}

// what each asks a layer to keep
static_assert(!hg::needs_input<hg::identity> && !hg::needs_input<hg::relu> &&
              !hg::needs_input<hg::leaky_relu>);
static_assert(!hg::needs_input<hg::sigmoid> && !hg::needs_input<hg::tanh>);
static_assert(hg::needs_input<hg::silu> && hg::needs_input<hg::sin> && hg::needs_input<hg::cos>);

namespace {

struct no_derivative {
    static constexpr const char* name = "no_derivative";
    template <class V>
    static constexpr V value(V z) {
        return z;
    }
};
struct two_derivatives : hg::identity {
    template <class V>
    static constexpr V derivative_from_input(V z) {
        return z;
    }
};

} // namespace

static_assert(!hg::activation<int> && !hg::activation<no_derivative> && !hg::activation<two_derivatives>);

// in constant expressions
static_assert(value<hg::relu>(-2.0f) == 0 && derivative<hg::relu>(2.0f) == 1);
static_assert(value<hg::leaky_relu>(-200.0) == -2 && derivative<hg::leaky_relu>(-2.0) == 0.01);
static_assert(value<hg::sigmoid>(0.0) == 0.5 && derivative<hg::sigmoid>(0.0) == 0.25);
static_assert(value<hg::tanh>(0.0f) == 0 && derivative<hg::tanh>(0.0f) == 1);
static_assert(value<hg::silu>(0.0) == 0 && derivative<hg::silu>(0.0) == 0.5);
static_assert(value<hg::sin>(0.0) == 0 && derivative<hg::sin>(0.0) == 1);
static_assert(value<hg::cos>(0.0) == 1 && derivative<hg::cos>(0.0) == 0);

TEST_CASE("names") {
    CHECK(std::string(hg::relu::name) == "relu");
    CHECK(std::string(hg::leaky_relu::name) == "leaky_relu");
}
