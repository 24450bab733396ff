// Every activation, by one table: its value against the C library in long double and against PyTorch, its
// derivative against central differences and against PyTorch, NaN, the kinks, the ends, and the same bits on
// every vector type.
#include "pytorch.hpp"
#include "subjects.hpp"

#include <handgrad/core/random.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace {

using namespace activation_subjects;

template <class T>
constexpr double epsilon = static_cast<double>(std::numeric_limits<T>::epsilon());

/// f - expected in multiples of epsilon; relative, or where `expected` is below `scale`, to that.
template <class T>
double error_of(T found, real expected, real scale) {
    const real difference = std::fabs(static_cast<real>(found) - expected);
    return difference == 0
               ? 0
               : static_cast<double>(difference / std::max(std::fabs(expected), scale)) / epsilon<T>;
}

} // namespace

TEST_CASE_TEMPLATE("an activation is what its formula says", T, float, double) {
    for (const subject& a : subjects) {
        INFO(std::string(a.name));
        hg::rng rng{1};
        double worst = 0;
        for (int i = 0; i < 3000; ++i) {
            const T z = rng.uniform<T>(-12, 12) * (i % 2 == 0 ? T(1) : T(1) / 64);
            worst = std::max(worst, error_of(a(z).value, a.formula(static_cast<real>(z)), 1e-30L));
        }
        CHECK(worst <= a.error);
    }
}

TEST_CASE("the derivative is that of central differences") {
    for (const subject& a : subjects) {
        INFO(std::string(a.name));
        hg::rng rng{2};
        double worst = 0, worst_float = 0;
        for (int i = 0; i < 3000; ++i) {
            const float single = rng.uniform<float>(-8, 8);
            const double z = single, h = 1e-5;
            const auto near = [&](double kink) { return std::fabs(z - kink) < 2 * h; };
            if (near(0) || near(-3) || near(3) || near(6)) continue;
            const double difference = (a(z + h).value - a(z - h).value) / (2 * h),
                         size = std::fmax(1, std::fabs(difference));
            worst = std::max(worst, std::fabs(a(z).derivative - difference) / size);
            worst_float = std::max(worst_float, error_of(a(single).derivative, a(z).derivative, 1));
        }
        CHECK(worst < 1e-9);
        CHECK(worst_float < 3);
    }
}

TEST_CASE_TEMPLATE("an activation and its derivative are PyTorch's", T, float, double) {
    for (const auto& expected : pytorch::activations) {
        const subject* a = std::find_if(std::begin(subjects), std::end(subjects), [&](const subject& s) {
            return std::string(s.name) == expected.name;
        });
        REQUIRE(a != std::end(subjects));
        for (int i = 0; i < pytorch::points; ++i) {
            INFO(std::string(expected.name) << " of " << pytorch::z[i]);
            const result<T> found = (*a)(static_cast<T>(pytorch::z[i]));
            CHECK(error_of(found.value, expected.value[i], 1) <= std::min(a->error, 4.0));
            CHECK(error_of(found.derivative, expected.derivative[i], 1) <= 8);
        }
    }
    CHECK(std::size(subjects) == std::size(pytorch::activations));
}

TEST_CASE_TEMPLATE("NaN goes through, and the ends are defined", T, float, double) {
    for (const subject& a : subjects) {
        INFO(std::string(a.name));
        const auto is = [](T found, double expected) {
            return same_bits(found, static_cast<T>(expected)) || found == static_cast<T>(expected);
        };
        CHECK(is_nan(a(not_a_number<T>).value));
        CHECK(is_nan(a(-not_a_number<T>).value));
        CHECK(is(a(not_a_number<T>).derivative, a.nan_derivative));
        CHECK(is(a(-infinity<T>).value, a.lowest.value));
        CHECK(is(a(-infinity<T>).derivative, a.lowest.derivative));
        CHECK(is(a(infinity<T>).value, a.highest.value));
        CHECK(is(a(infinity<T>).derivative, a.highest.derivative));
    }
}

TEST_CASE_TEMPLATE("the largest numbers are as good as infinite, the smallest ones as 0", T, float, double) {
    using limits = std::numeric_limits<T>;
    for (const subject& a : subjects) {
        INFO(std::string(a.name));
        const bool waves = is_nan(a.highest.value);
        for (const T largest : {limits::max(), limits::max() / 2, limits::lowest(), limits::lowest() / 2}) {
            if (waves) continue;
            const result<T> found = a(largest), end = a(largest > 0 ? infinity<T> : -infinity<T>);
            if (std::fabs(end.value) < infinity<T>)
                CHECK(found.value == end.value);
            else
                CHECK(std::fabs(found.value) > limits::max() / 256);
            CHECK(found.derivative == (a.name == std::string("square") ? 2 * largest : end.derivative));
        }
        for (const T smallest : {limits::denorm_min(), limits::min() / 2, limits::min()})
            for (const T z : {smallest, -smallest}) {
                const result<T> found = a(z);
                CHECK(std::fabs(found.value - a(T(0)).value) <= 2 * smallest);
                // on the same side of a kink
                const double side = a(z > 0 ? T(1e-9) : T(-1e-9)).derivative;
                CHECK(std::fabs(static_cast<double>(found.derivative) - side) < 1e-6);
            }
    }
}

TEST_CASE_TEMPLATE("a leaky_relu that does not leak is 0 at -infinity", T, float, double) {
    using tight = hg::leaky_relu_with<std::ratio<0>>;
    for (const T z : {-infinity<T>, std::numeric_limits<T>::lowest(), T(-3), T(-0.0), T(0)}) {
        CHECK(at<tight>(z).value == 0);
        CHECK(at<tight>(z).derivative == 0);
        CHECK(std::signbit(at<tight>(z).value) == std::signbit(z)); // as every other slope has it
    }
    CHECK(at<tight>(infinity<T>).value == infinity<T>);
    CHECK(is_nan(at<tight>(not_a_number<T>).value));
}

TEST_CASE_TEMPLATE("every lane gives the bits of the scalar", T, float, double) {
    constexpr int width = hg::simd::native_width<T>;
    const T special[] = {0,
                         -T(0),
                         infinity<T>,
                         -infinity<T>,
                         not_a_number<T>,
                         std::numeric_limits<T>::denorm_min(),
                         -std::numeric_limits<T>::min(),
                         std::numeric_limits<T>::max(),
                         std::numeric_limits<T>::lowest(),
                         -3,
                         3,
                         6};
    for (const subject& a : subjects) {
        hg::rng rng{3};
        long wrong = 0;
        for (int i = 0; i < 300; ++i) {
            T z[width], value[width], derivative[width];
            for (T& x : z) x = rng.uniform<T>(-20, 20);
            if (i < static_cast<int>(std::size(special))) z[i % width] = special[i];
            a.lanes(z, value, derivative);
            for (int k = 0; k < width; ++k) {
                const result<T> alone = a(z[k]);
                wrong += !same_bits(value[k], alone.value) || !same_bits(derivative[k], alone.derivative);
            }
        }
        INFO(std::string(a.name));
        CHECK(wrong == 0);
    }
}

namespace {

/// The derivative just below, at, and just above a kink.
template <class A, class T>
void check_kink(T kink, double below, double there, double above) {
    INFO(std::string(A::name) << " at " << static_cast<double>(kink));
    const T before = kink == 0 ? -std::numeric_limits<T>::denorm_min() : std::nextafter(kink, T(-9));
    const T after = kink == 0 ? std::numeric_limits<T>::denorm_min() : std::nextafter(kink, T(9));
    const auto is = [](T z, double d) { return error_of(at<A>(z).derivative, d, 1) < 2; };
    CHECK(is(before, below));
    CHECK(is(kink, there));
    CHECK(is(after, above));
    if (kink == 0) CHECK(is(-kink, there));
}

} // namespace

TEST_CASE_TEMPLATE("at a kink the derivative is PyTorch's, beside it the side's", T, float, double) {
    check_kink<hg::relu, T>(0, 0, 0, 1);
    check_kink<hg::leaky_relu, T>(0, 0.01, 0.01, 1);
    check_kink<steep, T>(0, 0.75, 0.75, 1);
    check_kink<hg::relu6, T>(0, 0, 0, 1);
    check_kink<hg::relu6, T>(6, 1, 0, 0);
    check_kink<shallow_elu, T>(0, 0.75, 0.75, 1);
    check_kink<hg::selu, T>(0, 1.7580993408473768599, 1.7580993408473768599, 1.0507009873554804934);
    check_kink<hg::hard_sigmoid, T>(-3, 0, 0, 1.0 / 6);
    check_kink<hg::hard_sigmoid, T>(3, 1.0 / 6, 0, 0);
    check_kink<hg::hard_swish, T>(-3, 0, -0.5, -0.5);
    check_kink<hg::hard_swish, T>(3, 1.5, 1.5, 1);
}

TEST_CASE("a layer keeps its input only for those that need it") {
    std::string kept;
    for (const subject& a : subjects)
        if (a.needs_input) kept += std::string(a.name) + ' ';
    CHECK(kept == "gelu gelu_tanh silu mish hard_swish sin cos square ");
}

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

static_assert(!hg::activation<int> && !hg::activation<no_derivative> && !hg::activation<two_derivatives>);

static_assert(hg::rectifies<hg::relu> && hg::rectifies<hg::leaky_relu> && hg::rectifies<hg::relu6>);
static_assert(!hg::rectifies<hg::elu> && !hg::rectifies<hg::gelu> && !hg::rectifies<hg::silu>);

// in constant expressions
template <class A, class T>
constexpr bool gives(T z, T value, T derivative) {
    return at<A>(z).value == value && at<A>(z).derivative == derivative;
}
static_assert(gives<hg::relu>(-2.0f, 0.0f, 0.0f) && gives<hg::relu6>(7.0, 6.0, 0.0));
static_assert(gives<hg::leaky_relu>(-200.0, -2.0, 0.01) && gives<steep>(-4.0f, -3.0f, 0.75f));
static_assert(gives<hg::sigmoid>(0.0, 0.5, 0.25) && gives<hg::hard_sigmoid>(0.0, 0.5, 1.0 / 6));
static_assert(gives<hg::tanh>(0.0f, 0.0f, 1.0f) && gives<hg::softsign>(1.0, 0.5, 0.25));
static_assert(gives<hg::silu>(0.0, 0.0, 0.5) && gives<hg::hard_swish>(0.0f, 0.0f, 0.5f));
static_assert(gives<hg::gelu>(0.0, 0.0, 0.5) && gives<hg::gelu_tanh>(0.0, 0.0, 0.5));
static_assert(gives<hg::mish>(0.0f, 0.0f, 0.6f) && gives<hg::square>(3.0, 9.0, 6.0));
static_assert(gives<hg::sin>(0.0, 0.0, 1.0) && gives<hg::cos>(0.0, 1.0, 0.0) &&
              gives<hg::exp>(0.0, 1.0, 1.0));
static_assert(gives<hg::elu>(2.0, 2.0, 1.0) && gives<shallow_elu>(0.0f, 0.0f, 0.75f) &&
              gives<hg::celu>(0.0, 0.0, 1.0));
static_assert(at<hg::selu>(1.0).value == at<hg::selu>(1.0).derivative);
static_assert(at<hg::softplus>(0.0).value < 0.6932 && at<hg::softplus>(0.0).derivative > 0.4999);

} // namespace

TEST_CASE("names") {
    CHECK(std::string(hg::relu::name) == "relu");
    CHECK(std::string(hg::leaky_relu::name) == "leaky_relu");
    CHECK(std::string(hg::gelu_tanh::name) == "gelu_tanh");
}
