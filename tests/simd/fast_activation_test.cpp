// The activations of lesser precision: what they are made of, and their derivatives.
#include <handgrad/activation/fast.hpp>
#include <handgrad/activation/sigmoid.hpp>
#include <handgrad/activation/silu.hpp>
#include <handgrad/activation/tanh.hpp>

#include <bits.hpp>

#include <doctest/doctest.h>

#include <cmath>

namespace {

namespace hg = handgrad;

template <class Fast, class Exact>
struct grades {
    using fast = Fast;
    using exact = Exact;
};
using number = hg::scalar_vector<float>;

static_assert(hg::activation<hg::fast::tanh> && !hg::needs_input<hg::fast::tanh>);
static_assert(hg::activation<hg::fast::sigmoid> && !hg::needs_input<hg::fast::sigmoid>);
static_assert(hg::activation<hg::fast::silu> && hg::needs_input<hg::fast::silu>);

template <class A>
constexpr float value_of(float z) {
    return A::value(number(z)).v;
}
static_assert(value_of<hg::fast::tanh>(0) == 0 && value_of<hg::fast::tanh>(1e30f) == 1);
static_assert(value_of<hg::fast::sigmoid>(0) == 0.5f && value_of<hg::fast::sigmoid>(-1e30f) == 0);
static_assert(value_of<hg::fast::silu>(1e30f) == 1e30f);

} // namespace

TEST_CASE_TEMPLATE("fast activations stay close to the exact ones", G, grades<hg::fast::tanh, hg::tanh>,
                   grades<hg::fast::sigmoid, hg::sigmoid>, grades<hg::fast::silu, hg::silu>) {
    for (float z = -12; z <= 12; z += 0.03125f) {
        const number fast = G::fast::value(number(z)), exact = G::exact::value(number(z));
        CAPTURE(z);
        CHECK(std::abs(fast.v - exact.v) <= 4e-7f * std::abs(exact.v));
        const float slope = hg::derivative<typename G::fast>(number(z), fast).v;
        CHECK(std::abs(slope - hg::derivative<typename G::exact>(number(z), exact).v) <= 1e-6f);
    }
    CHECK(is_nan(value_of<typename G::fast>(std::nanf(""))));
}

TEST_CASE_TEMPLATE("in double, fast activations are the exact ones", G, grades<hg::fast::tanh, hg::tanh>,
                   grades<hg::fast::sigmoid, hg::sigmoid>, grades<hg::fast::silu, hg::silu>) {
    for (double z : {-30.0, -1.0, -0.25, 0.3, 5.0}) {
        const hg::scalar_vector<double> x(z);
        CHECK(same_bits(G::fast::value(x).v, G::exact::value(x).v));
    }
}
