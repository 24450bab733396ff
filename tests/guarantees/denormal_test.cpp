// Numbers below the smallest normal one, as inputs, weights and gradients: exact, and zero under the guard.
#include <handgrad/handgrad.hpp>

#include <bits.hpp>

#include <doctest/doctest.h>

#include <cstdint>

namespace hg = handgrad;

namespace {

using small_net = hg::network<hg::dense<3, 5, hg::relu>, hg::dense<5, 2>>;
constexpr int first_bias = 3 * 5, last_bias = small_net::parameter_count - 1;
constexpr float least = 0x1p-149f; // the smallest number of all

/// Every weight of the first layer is `weight`, of the second 1, every input `input`; the biases are zero.
struct problem {
    hg::parameters<small_net> p;
    hg::matrix<float, 2, 3> x;
    hg::matrix<float, 2, 2> target;
    small_net::workspace<2> ws;

    constexpr problem(float weight, float input) {
        for (int i = 0; i < 3 * 5; ++i) p.data()[i] = weight;
        for (int i = 0; i < 5 * 2; ++i) p.data()[3 * 5 + 5 + i] = 1;
        for (float& value : x) value = input;
    }
};

/// Whether every output is so much.
constexpr bool gives(float weight, float input, float expected) {
    const problem n(weight, input);
    const hg::matrix<float, 2, 2> y = small_net::forward(n.p, n.x);
    bool all = true;
    for (const float value : y) all = all && value == expected;
    return all;
}

/// The parameters after a step towards zero, in which the biases' gradients are denormal numbers.
constexpr hg::parameters<small_net> stepped(float weight, float input) {
    problem n(weight, input);
    small_net::train_step(hg::mean_squared_error{}, hg::sgd{.rate = 0x1p100}, n.p, n.x, n.target, n.ws);
    return n.p;
}

// What the run time computes with is volatile: the compiler does not know what it reads.

} // namespace

TEST_CASE("guarantees: denormal weights and inputs give exact results") {
    static_assert(gives(3 * least, 2, 90 * least)); // 3 inputs x 5 hidden numbers x 6
    volatile float few = 3 * least, two = 2, half = 0.5f, normal = 0x1p-126f, quarter = 0.25f;
    CHECK(gives(few, two, 90 * least));
    CHECK(gives(two, few, 90 * least));
    CHECK(gives(half, few, 30 * least)); // 1.5, rounded to 2, 3.5 to 4, 5.5 to 6; or 3 times 2
    CHECK(gives(normal, quarter, 15 * 0x1p-128f));
}

TEST_CASE("guarantees: denormal gradients give the specified step") {
    constexpr auto expected = stepped(0x1p-70f, 0x1p-70f);
    volatile float number = 0x1p-70f;
    const auto found = stepped(number, number);
    for (int i = 0; i < small_net::parameter_count; ++i)
        CHECK(same_bits(found.data()[i], expected.data()[i]));
    CHECK(found.data()[first_bias] != 0);
    CHECK(found.data()[last_bias] != 0);
}

namespace {

/// A voice that fades away: the state goes to zero by way of the denormal numbers. How many of these it has
/// had, of so many steps.
int denormal_states(bool guarded) {
    using net = hg::network<hg::lstm<1, 8, hg::no_bias>>;
    hg::rng random{1};
    hg::parameters<net> p;
    net::initialize(p, random);
    for (float& w : p) w *= 0.3f;
    const auto f = hg::freeze(p);
    net::state<> voice;
    float y[8];
    int found = 0;
    for (int t = 0; t < 2000; ++t) {
        const float x = t < 10 ? 1.0f : 0.0f;
        if (guarded) {
            const hg::flush_to_zero guard;
            f.stream(&x, y, 1, voice);
        } else {
            f.stream(&x, y, 1, voice);
        }
        for (const float s : voice.numbers()) {
            const std::uint32_t bits = hg::simd::bit_cast<std::uint32_t>(s);
            found += (bits & 0x7f800000u) == 0 && (bits & 0x7fffffu) != 0;
        }
    }
    return found;
}

} // namespace

TEST_CASE("guarantees: a voice that fades away has no denormal numbers under the guard") {
    CHECK(denormal_states(false) > 0);
    if constexpr (hg::flush_to_zero::effective) CHECK(denormal_states(true) == 0);
}

TEST_CASE("guarantees: under the guard denormal numbers are zero, others as ever") {
    if constexpr (hg::flush_to_zero::effective) {
        volatile float few = 3 * least, two = 2, normal = 0x1p-126f, quarter = 0.25f, large = 0x1p-100f,
                       number = 0x1p-70f;
        const hg::flush_to_zero guard;
        CHECK(gives(few, two, 0));
        CHECK(gives(two, few, 0));
        CHECK(gives(normal, quarter, 0));
        CHECK(gives(large, two, 30 * 0x1p-100f));
        const auto found = stepped(number, number);
        CHECK(found.data()[first_bias] == 0);
        CHECK(found.data()[last_bias] == 0);
    }
}
