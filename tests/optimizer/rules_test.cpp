// The rules of the optimizers: steps worked out by hand.
#include <bits.hpp>

#include <handgrad/core/matrix.hpp>
#include <handgrad/core/random.hpp>
#include <handgrad/optimizer/adagrad.hpp>
#include <handgrad/optimizer/adam.hpp>
#include <handgrad/optimizer/adamw.hpp>
#include <handgrad/optimizer/amsgrad.hpp>
#include <handgrad/optimizer/averaged_momentum.hpp>
#include <handgrad/optimizer/momentum.hpp>
#include <handgrad/optimizer/rmsprop.hpp>
#include <handgrad/optimizer/sgd.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>

namespace hg = handgrad;

TEST_CASE("sgd by hand") {
    hg::matrix<double, 1, 3> p{{1, -2, 0.5}};
    const hg::matrix<double, 1, 3> g{{0.5, 0.25, -1}};
    hg::sgd{.rate = 0.5}(p, g);
    CHECK(p == hg::matrix<double, 1, 3>{{0.75, -2.125, 1}});
    // g + 0.5 p = 0.875, -0.8125, -0.5
    hg::sgd{.rate = 0.5, .weight_decay = 0.5}(p, g);
    CHECK(p == hg::matrix<double, 1, 3>{{0.3125, -1.71875, 1.25}});
}

TEST_CASE("momentum by hand") {
    hg::matrix<double, 1, 2> p{{1, -2}};
    const hg::matrix<double, 1, 2> g{{0.5, -0.25}};
    hg::optimizer_state<hg::momentum, 2, double> state;
    const hg::momentum step{.rate = 0.5, .momentum = 0.5};
    step(p, g, state); // u = 0.5, -0.25
    CHECK(p == hg::matrix<double, 1, 2>{{0.75, -1.875}});
    step(p, g, state); // u = 0.75, -0.375
    CHECK(p == hg::matrix<double, 1, 2>{{0.375, -1.6875}});
    CHECK(state.data()[0] == 0.75);
    CHECK(state.data()[1] == -0.375);
    // g + 0.5 p = 0.6875, -1.09375; u = 1.0625, -1.28125
    hg::momentum{.rate = 0.5, .momentum = 0.5, .weight_decay = 0.5}(p, g, state);
    CHECK(p == hg::matrix<double, 1, 2>{{-0.15625, -1.046875}});
}

TEST_CASE("Nesterov's momentum by hand") {
    std::array<double, 1> p{1}, g{0.5};
    hg::optimizer_state<hg::momentum, 1, double> state;
    const hg::momentum step{.rate = 0.5, .momentum = 0.5, .weight_decay = 0.5, .nesterov = true};
    step(p, g, state); // g + 0.5 p = 1; u = 1; the step is 0.5 (1 + 0.5 u)
    CHECK(p[0] == 0.25);
    step(p, g, state); // g + 0.5 p = 0.625; u = 1.125; 0.5 (0.625 + 0.5625)
    CHECK(p[0] == -0.34375);
}

TEST_CASE("averaged momentum by hand") {
    std::array<double, 1> p{1}, g{0.5};
    hg::optimizer_state<hg::averaged_momentum, 1, double> state;
    const hg::averaged_momentum step{.rate = 0.5, .momentum = 0.75, .weight_decay = 0.5};
    step(p, g, state); // g + 0.5 p = 1; u = 0.25
    CHECK(p[0] == 0.875);
    step(p, g, state); // g + 0.5 p = 0.9375; u = 0.1875 + 0.234375
    CHECK(p[0] == 0.6640625);
}

TEST_CASE("averaged momentum is momentum at another rate") {
    for (const bool nesterov : {false, true}) {
        std::array<double, 1> p{1}, q{1};
        hg::optimizer_state<hg::momentum, 1, double> s;
        hg::optimizer_state<hg::averaged_momentum, 1, double> t;
        for (int k = 0; k < 5; ++k) {
            hg::momentum{.rate = 0.125, .momentum = 0.75, .nesterov = nesterov}(p, p, s);
            hg::averaged_momentum{.rate = 0.5, .momentum = 0.75, .nesterov = nesterov}(q, q, t);
            CHECK(p[0] == doctest::Approx(q[0]).epsilon(1e-14));
        }
    }
}

TEST_CASE("Adam by hand") {
    std::array<double, 1> p{1}, g{2};
    hg::optimizer_state<hg::adam, 1, double> state;
    const hg::adam step{.rate = 0.125, .beta1 = 0.5, .beta2 = 0.75, .epsilon = 2};
    step(p, g, state); // m = 1, v = 1; 0.125 / 0.5 m / (sqrt(v) / sqrt(0.25) + 2) = 0.0625
    CHECK(p[0] == 0.9375);
    CHECK(state.data()[0] == 1);
    CHECK(state.data()[1] == 1);
    g[0] = -7; // m = -3, v = 13; 0.125 / 0.75 m / (sqrt(v) / sqrt(0.4375) + 2)
    step(p, g, state);
    CHECK(state.data()[0] == -3);
    CHECK(state.data()[1] == 13);
    CHECK(p[0] == doctest::Approx(0.9375 + 0.5 / (std::sqrt(13 / 0.4375) + 2)).epsilon(1e-15));
    // the decay of adam is in the gradient: g + 0.5 p = 2; that of adamw is not
    std::array<double, 1> q{2};
    g[0] = 1;
    hg::optimizer_state<hg::adam, 1, double> fresh;
    hg::adam{.rate = 0.125, .beta1 = 0.5, .beta2 = 0.75, .epsilon = 2, .weight_decay = 0.5}(q, g, fresh);
    CHECK(q[0] == 1.9375);
    q[0] = 2;
    g[0] = 2;
    hg::optimizer_state<hg::adamw, 1, double> other;
    hg::adamw{.rate = 0.125, .beta1 = 0.5, .beta2 = 0.75, .epsilon = 2, .weight_decay = 0.5}(q, g, other);
    CHECK(q[0] == 1.8125); // 2 (1 - 0.0625) - 0.0625
}

TEST_CASE("amsgrad divides by the largest") {
    std::array<double, 1> p{0}, g{2};
    hg::optimizer_state<hg::amsgrad, 1, double> state;
    const hg::amsgrad step{.rate = 0.125, .beta1 = 0.5, .beta2 = 0.75, .epsilon = 2};
    step(p, g, state);
    CHECK(p[0] == -0.0625);
    g[0] = 0;
    step(p, g, state); // m = 0.5, v = 0.75, w = 1
    CHECK(state.data()[1] == 0.75);
    CHECK(state.data()[2] == 1);
    CHECK(p[0] == doctest::Approx(-0.0625 - 0.125 / 0.75 * 0.5 / (1 / std::sqrt(0.4375) + 2)).epsilon(1e-15));
}

TEST_CASE("amsgrad: a NaN stays among what it divides by") {
    std::array<double, 1> p{0}, g{2};
    hg::optimizer_state<hg::amsgrad, 1, double> state;
    const hg::amsgrad step{};
    step(p, g, state);
    g[0] = std::numeric_limits<double>::quiet_NaN();
    step(p, g, state);
    CHECK(is_nan(state.data()[1]));
    CHECK(is_nan(state.data()[2]));
    g[0] = 2;
    step(p, g, state);
    CHECK(is_nan(state.data()[2]));
}

TEST_CASE("RMSprop by hand") {
    std::array<double, 1> p{1}, g{4};
    hg::optimizer_state<hg::centered_rmsprop_momentum, 1, double> state;
    std::array<double, 1> average{};
    hg::rmsprop{.rate = 0.5, .alpha = 0.75, .epsilon = 2}(p, g, average);
    CHECK(p[0] == 0.5); // v = 4; 0.5 4 / (2 + 2)
    p[0] = 1;
    std::array<double, 2> kept{};
    const hg::rmsprop_momentum push{.rate = 0.5, .alpha = 0.75, .epsilon = 2, .momentum = 0.5};
    push(p, g, kept); // u = 1
    CHECK(p[0] == 0.5);
    g[0] = 0;
    push(p, g, kept); // u = 0.5
    CHECK(p[0] == 0.25);
    p[0] = 1;
    g[0] = 2;
    hg::centered_rmsprop_momentum{.rate = 1, .alpha = 0.5, .epsilon = 1, .momentum = 0.5}(p, g, state);
    CHECK(p[0] == 0); // v = 2, a = 1; u = 2 / (1 + 1)
    CHECK(state.data()[0] == 2);
    CHECK(state.data()[1] == 1);
    CHECK(state.data()[2] == 1);
}

TEST_CASE("centered RMSprop on a gradient that stays the same") {
    // the variance goes to zero, and of these numbers rounding takes it beyond
    std::array<float, 3> p{}, g{0x1.045198p+3f, 0x1.dfc3fap+2f, 0x1.3bd778p+3f};
    hg::optimizer_state<hg::centered_rmsprop, 3> state;
    for (int k = 0; k < 50; ++k) hg::centered_rmsprop{.rate = 1e-9, .alpha = 0.5}(p, g, state);
    for (const float x : p) CHECK(!is_nan(x));
}

TEST_CASE("Adagrad by hand") {
    std::array<double, 1> p{1}, g{2.5}, s{0};
    const hg::adagrad step{.rate = 0.5, .epsilon = 1, .weight_decay = 0.5};
    step(p, g, s); // g + 0.5 p = 3; s = 9; 0.5 3 / 4
    CHECK(p[0] == 0.625);
    g[0] = 4 - 0.3125;
    step(p, g, s); // 4; s = 25; 0.5 4 / 6
    CHECK(s[0] == 25);
    CHECK(p[0] == 0.625 - 0.5 * (4.0 / 6));
}

TEST_CASE("momentum without momentum is sgd") {
    hg::rng rng{1};
    hg::matrix<float, 5, 7> p, q, g;
    for (float& x : p) x = rng.uniform<float>(-1, 1);
    q = p;
    hg::optimizer_state<hg::momentum, 35> state;
    for (int i = 0; i < 5; ++i) {
        for (float& x : g) x = rng.uniform<float>(-1, 1);
        hg::sgd{.rate = 0.1, .weight_decay = 0.01}(p, g);
        hg::momentum{.rate = 0.1, .momentum = 0, .weight_decay = 0.01}(q, g, state);
        CHECK(p == q);
    }
}

TEST_CASE("the rate has the precision of the parameters") {
    std::array<double, 1> p{0}, g{-1};
    hg::sgd{.rate = 0.1}(p, g);
    CHECK(p[0] == 0.1);
    hg::sgd{.rate = 0.3f}(p, g); // a float is taken as it is
    CHECK(p[0] == 0.1 + static_cast<double>(0.3f));
    std::array<float, 1> pf{0}, gf{-1};
    hg::sgd{.rate = 0.1}(pf, gf);
    CHECK(pf[0] == 0.1f);
}
