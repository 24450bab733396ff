/// A small training, to compare networks that should give the same bits.
#pragma once

#include <handgrad/handgrad.hpp>

#include <doctest/doctest.h>

#include <array>

/// Two steps on six rows, and what Net then makes of them.
template <class Net>
struct trained {
    handgrad::parameters<Net> p, gradient;
    handgrad::matrix<float, 6, Net::outputs> y;
    handgrad::matrix<float, 6, Net::inputs> x, dx;
    float loss = 0;

    trained() {
        handgrad::rng r{3};
        Net::initialize(p, r);
        for (float& number : x) number = r.normal<float>();
        const std::array label{0, 1, 2, 1, 0, 2};
        typename Net::template workspace<6> ws;
        const handgrad::softmax_cross_entropy cross_entropy{};
        for (int k = 0; k < 2; ++k)
            Net::train_step(cross_entropy, handgrad::sgd{.rate = 0.1}, p, x, label, ws);
        loss = Net::value_and_gradient(cross_entropy, p, x, label, gradient, ws, dx);
        y = Net::forward(p, x);
    }
};

template <class A, class B>
void check_same_training() {
    const trained<A> a;
    const trained<B> b;
    CHECK(a.loss == b.loss);
    CHECK(a.y == b.y);
    CHECK(a.dx == b.dx);
    static_assert(A::parameter_count == B::parameter_count);
    for (int i = 0; i < A::parameter_count; ++i) {
        CHECK(a.p[i] == b.p[i]);
        CHECK(a.gradient[i] == b.gradient[i]);
    }
}
