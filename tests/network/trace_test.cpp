// trace: every Z_i and G_i of a pass, which are those of layer after layer by itself; no bit of the pass
// changes.
#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <array>

namespace hg = handgrad;

namespace {

using first = hg::dense<5, 7, hg::tanh>;
using second = hg::residual<hg::dense<7, 7, hg::silu>>;
using third = hg::dense<7, 3>;
using net = hg::network<first, second, third>;

constexpr std::array label{0, 1, 2, 1, 0, 2};
constexpr hg::softmax_cross_entropy loss{};

struct setting {
    hg::parameters<net> p, gradient;
    hg::matrix<float, 6, 5> x, dx;

    setting() {
        hg::rng r{7};
        net::initialize(p, r);
        for (float& number : x) number = r.normal<float>();
    }
};

/// Equal numbers, whatever the type of their owner.
bool same(const auto& a, const auto& b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

} // namespace

TEST_CASE("a trace is a workspace that keeps what the equations name") {
    setting s;
    hg::parameters<net> expected;
    net::workspace<6> ws;
    const float value = net::value_and_gradient(loss, s.p, s.x, label, expected, ws, s.dx);
    net::trace<6> trace;
    CHECK(net::value_and_gradient(loss, s.p, s.x, label, s.gradient, trace) == value);
    CHECK(s.gradient == expected);
    CHECK(same(trace.activation<1>(), s.x));
    hg::parameters<hg::network<first>> of_first;
    std::copy_n(s.p.data(), of_first.size, of_first.data());
    CHECK(same(trace.activation<2>(), hg::network<first>::forward(of_first, s.x)));
    CHECK(same(trace.activation<4>(), net::forward(s.p, s.x)));
    CHECK(same(trace.gradient<1>(), s.dx));

    // G_4 = (softmax(Z_4) - I_y) / 6, then the third layer alone: G_3 = G_4 W^T, dl/dW = Z_3^T G_4
    hg::matrix<float, 6, 3> g;
    loss(0.0f, hg::view<const float, 6, 3>(trace.activation<4>()), hg::view<const int, 6, 1>(label.data()),
         1.0f / 6, g.view());
    CHECK(same(trace.gradient<4>(), g));
    hg::matrix<float, 6, 7> g_3;
    hg::gemm_nt(hg::view<const float, 6, 3>(trace.gradient<4>()), s.p.weights<3>(), g_3.view());
    CHECK(same(trace.gradient<3>(), g_3));
    hg::matrix<float, 7, 3> dw;
    hg::gemm_tn(hg::view<const float, 6, 7>(trace.activation<3>()),
                hg::view<const float, 6, 3>(trace.gradient<4>()), dw.view());
    CHECK(same(dw, s.gradient.weights<3>()));
    static_assert(decltype(trace.gradient<2>())::rows == 6 && decltype(trace.gradient<2>())::cols == 7);
}

TEST_CASE("a trace takes a step, and the last tile of a long batch") {
    setting s;
    hg::parameters<net> p = s.p;
    net::workspace<6> ws;
    net::trace<6> trace;
    net::train_step(loss, hg::sgd{.rate = 0.1}, s.p, s.x, label, ws);
    net::train_step(loss, hg::sgd{.rate = 0.1}, p, s.x, label, trace);
    CHECK(p == s.p);

    net::trace<4> tiled;
    net::value_and_gradient(loss, p, s.x, label, s.gradient, trace, s.dx);
    hg::parameters<net> gradient;
    net::value_and_gradient(loss, p, s.x, label, gradient, tiled);
    CHECK(gradient == s.gradient);
    CHECK(same(tiled.gradient<1, 2>(), hg::view<const float, 2, 5>(s.dx.row(4).data())));
}
