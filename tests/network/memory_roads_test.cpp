// Networks with a memory on every road: each agrees with the plain one, or with a loop. (g++ is asked)
#include <handgrad/handgrad.hpp>
#include <handgrad/train/data_parallel.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <memory>

namespace {

namespace hg = handgrad;

constexpr int sequences = 4, steps = 5, count = sequences * steps;
constexpr hg::mean_squared_error squares;

template <class Net>
struct given {
    static constexpr int made = hg::rows_after<Net>(hg::extent(sequences, steps));
    hg::parameters<Net> p;
    hg::matrix<float, count, Net::inputs> x;
    hg::matrix<float, made, Net::outputs> target;
    typename Net::template state<sequences> before;

    given() {
        hg::rng r{11};
        Net::initialize(p, r);
        for (float& v : x) v = r.uniform(-1.f, 1.f);
        for (float& v : target) v = r.uniform(-1.f, 1.f);
        for (float& v : before.numbers()) v = r.uniform(-1.f, 1.f);
        before.set_steps(2, 7);
    }
    template <int B>
    auto some(int first = 0) const {
        return hg::view<const float, B * steps, Net::inputs>(x.data() + first * steps * Net::inputs);
    }
};
template <class Net>
using workspace_of = typename Net::template workspace<sequences * hg::steps(steps)>;

using net = hg::network<hg::gru<3, 5, hg::bias, hg::learned_initial_state>, hg::lstm<5, 4>, hg::dense<4, 2>>;
using classifier = hg::network<hg::gru<3, 5>, hg::last_step<5>, hg::dense<5, 2>>;
using normal = hg::network<hg::dense<3, 4, hg::identity, hg::no_bias>, hg::batch_norm<4>, hg::gru<4, 5>,
                           hg::dense<5, 4>, hg::batch_norm<4>, hg::dense<4, 2>>;

} // namespace

TEST_CASE("a step of training is the gradient and the rule, with a state and without") {
    const given<net> g;
    const auto ws = std::make_unique<workspace_of<net>>();
    const auto small = std::make_unique<net::workspace<3 * hg::steps(steps)>>();
    auto s_1 = g.before, s_2 = g.before, s_3 = g.before;
    auto p = g.p, q = g.p, t = g.p;
    hg::parameters<net> gradient;
    for (int i = 0; i < 3; ++i) {
        const float loss =
            net::train_step(squares, hg::sgd{.rate = 0.1}, p, hg::going_on(g.x, s_1), g.target, *ws);
        CHECK(loss == net::value_and_gradient(squares, q, hg::going_on(g.x, s_2), g.target, gradient, *ws));
        hg::sgd{.rate = 0.1}(q, gradient);
        CHECK(loss ==
              net::train_step(squares, hg::sgd{.rate = 0.1}, t, hg::going_on(g.x, s_3), g.target, *small));
        CHECK(p == q);
        CHECK(p == t);
        CHECK(s_1 == s_2);
        CHECK(s_1 == s_3);
    }
    // The learned beginning is changed by the sequences that begin, and by no other.
    auto later = g.before;
    for (int b = 0; b < sequences; ++b) later.set_steps(b, 1);
    net::value_and_gradient(squares, g.p, hg::going_on(g.x, later), g.target, gradient, *ws);
    const auto h_0 = gradient.layer<1>();
    for (int i = 0; i < 5; ++i) CHECK(h_0.data()[h_0.cols - 5 + i] == 0);
}

TEST_CASE("what nobody wants is not needed for the rest") {
    const given<net> g;
    const auto ws = std::make_unique<workspace_of<net>>();
    hg::parameters<net> gradient, bare;
    hg::matrix<float, count, 3> dx, dx_alone;
    auto s = g.before, d = g.before, s_2 = g.before, d_2 = g.before, s_3 = g.before, s_4 = g.before;
    const float loss =
        net::value_and_gradient(squares, g.p, hg::going_on(g.x, s, d), g.target, gradient, *ws, dx);
    CHECK(loss == net::value_and_gradient(squares, g.p, hg::going_on(g.x, s_2, d_2), g.target, hg::discard{},
                                          *ws, dx_alone));
    CHECK(dx == dx_alone);
    CHECK(d == d_2);
    CHECK(s == s_2);
    auto zero = g.before;
    for (float& v : zero.numbers()) v = 0;
    net::value_and_gradient(squares, g.p, hg::going_on(g.x, s_3, zero), g.target, gradient, *ws);
    net::value_and_gradient(squares, g.p, hg::going_on(g.x, s_4), g.target, bare, *ws);
    CHECK(gradient == bare);
    CHECK(s_4 == s);
}

TEST_CASE("vjp of sequences, whoever counts them, also where one row is made of each") {
    const given<classifier> g;
    const auto ws = std::make_unique<workspace_of<classifier>>();
    hg::parameters<classifier> counted, uncounted, alone, sum;
    hg::matrix<float, count, 3> dx, dx_2, dx_3;
    hg::vjp(g.p, hg::sequences<sequences>(g.x), g.target, dx, counted, *ws);
    hg::vjp(g.p, hg::sequences(g.x), g.target, dx_2, uncounted, *ws);
    hg::vjp(g.p, hg::sequences<sequences>(g.x), g.target, dx_3, alone);
    CHECK(counted == uncounted);
    CHECK(counted == alone);
    CHECK(dx == dx_2);
    CHECK(dx == dx_3);
}

TEST_CASE("a trace of more sequences than the batch has, or of fewer") {
    const given<net> g;
    const auto ws = std::make_unique<workspace_of<net>>();
    const auto more = std::make_unique<net::trace<6 * hg::steps(steps)>>();
    const auto fewer = std::make_unique<net::trace<3 * hg::steps(steps)>>();
    hg::parameters<net> gradient, of_more, of_fewer;
    auto s = g.before, s_2 = g.before, s_3 = g.before, d = g.before, d_2 = g.before, d_3 = g.before;
    hg::matrix<float, count, 3> dx, dx_2, dx_3;
    net::value_and_gradient(squares, g.p, hg::going_on(g.x, s, d), g.target, gradient, *ws, dx);
    net::value_and_gradient(squares, g.p, hg::going_on(g.x, s_2, d_2), g.target, of_more, *more, dx_2);
    net::value_and_gradient(squares, g.p, hg::going_on(g.x, s_3, d_3), g.target, of_fewer, *fewer, dx_3);
    CHECK(gradient == of_more);
    CHECK(gradient == of_fewer);
    CHECK((dx == dx_2 && dx == dx_3 && d == d_2 && d == d_3 && s == s_2 && s == s_3));
    auto s_4 = g.before;
    const auto y = net::forward(g.p, g.x, s_4);
    const auto seen = more->activation<4, hg::extent(sequences, steps)>();
    for (int i = 0; i < y.size; ++i) CHECK(seen.data()[i] == y.data()[i]);
}

TEST_CASE("data_parallel of sequences: one shard gives the bits of train_step, more are near") {
    const given<net> g;
    const auto serial = [](int n, const auto& f) {
        for (int i = 0; i < n; ++i) f(i);
    };
    const auto ws = std::make_unique<workspace_of<net>>();
    hg::parameters<net> whole, of_one, of_three, of_rows;
    auto s = g.before, s_1 = g.before, s_3 = g.before, d = g.before, d_1 = g.before, d_3 = g.before,
         s_r = g.before, d_r = g.before;
    const float loss = net::value_and_gradient(squares, g.p, hg::going_on(g.x, s, d), g.target, whole, *ws);
    const auto one = std::make_unique<hg::data_parallel<net, 1>::workspace<sequences * hg::steps(steps)>>();
    const auto three = std::make_unique<hg::data_parallel<net, 3>::workspace<sequences * hg::steps(steps)>>();
    CHECK(loss == hg::data_parallel<net, 1>::value_and_gradient(
                      serial, squares, g.p, hg::going_on(g.x, s_1, d_1), g.target, of_one, *one));
    const float near = hg::data_parallel<net, 3>::value_and_gradient(
        serial, squares, g.p, hg::going_on(g.x, s_3, d_3), g.target, of_three, *three);
    CHECK(near == hg::data_parallel<net, 3>::value_and_gradient(
                      serial, squares, g.p, hg::going_on(hg::rows<const float, 3>(g.x), s_r, d_r),
                      hg::rows<const float, 2>(g.target), of_rows, *three));
    CHECK(near == doctest::Approx(loss));
    CHECK(whole == of_one);
    CHECK(of_three == of_rows);
    for (int i = 0; i < whole.size; ++i) CHECK(of_three[i] == doctest::Approx(whole[i]).epsilon(1e-4));
    CHECK((s == s_1 && s == s_3 && d == d_1 && d == d_3 && s == s_r && d == d_r));
}

TEST_CASE("networks in a network, and layers that wrap others") {
    using nested = hg::network<hg::network<hg::gru<3, 5, hg::bias, hg::learned_initial_state>>,
                               hg::network<hg::lstm<5, 4>, hg::dense<4, 2>>>;
    using kept =
        hg::network<hg::checkpoint<hg::gru<3, 5, hg::bias, hg::learned_initial_state>, hg::lstm<5, 4>>,
                    hg::dense<4, 2>>;
    const given<net> g;
    const auto same = [&]<class Other>() {
        static_assert(Other::parameter_count == net::parameter_count);
        const auto ws = std::make_unique<workspace_of<net>>();
        const auto others = std::make_unique<workspace_of<Other>>();
        hg::parameters<Other> p, theirs;
        for (int i = 0; i < p.size; ++i) p[i] = g.p[i];
        typename Other::template state<sequences> s_2, d_2;
        auto s = g.before, d = g.before;
        for (int b = 0; b < sequences; ++b) {
            for (int i = 0; i < s.size; ++i) s_2.numbers()(b, i) = d_2.numbers()(b, i) = s.numbers()(b, i);
            s_2.set_steps(b, s.steps(b));
            d_2.set_steps(b, d.steps(b));
        }
        hg::parameters<net> gradient;
        hg::matrix<float, count, 3> dx, dx_2;
        CHECK(net::value_and_gradient(squares, g.p, hg::going_on(g.x, s, d), g.target, gradient, *ws, dx) ==
              Other::value_and_gradient(squares, p, hg::going_on(g.x, s_2, d_2), g.target, theirs, *others,
                                        dx_2));
        for (int i = 0; i < p.size; ++i) CHECK(gradient[i] == theirs[i]);
        CHECK(dx == dx_2);
        for (int b = 0; b < sequences; ++b)
            for (int i = 0; i < s.size; ++i) {
                CHECK(s.numbers()(b, i) == s_2.numbers()(b, i));
                CHECK(d.numbers()(b, i) == d_2.numbers()(b, i));
            }
        CHECK(hg::freeze(p).forward(g.x, s_2) == net::forward(g.p, g.x, s));
    };
    same.operator()<nested>();
    same.operator()<kept>();
}

TEST_CASE("a first layer that learns nothing: the gradient of the others, and of the state, is there") {
    using sighted = hg::network<hg::fixed<hg::gru<3, 4, hg::bias, hg::learned_initial_state>>, hg::gru<4, 4>,
                                hg::dense<4, 2>>;
    using open =
        hg::network<hg::gru<3, 4, hg::bias, hg::learned_initial_state>, hg::gru<4, 4>, hg::dense<4, 2>>;
    const given<sighted> g;
    hg::parameters<open> p, gradient;
    for (int i = 0; i < p.size; ++i) p[i] = g.p[i];
    const auto ws = std::make_unique<workspace_of<open>>();
    const auto fixed_ws = std::make_unique<workspace_of<sighted>>();
    open::state<sequences> s, d;
    auto s_2 = g.before, d_2 = g.before;
    for (int b = 0; b < sequences; ++b) {
        for (int i = 0; i < s.size; ++i) s.numbers()(b, i) = d.numbers()(b, i) = s_2.numbers()(b, i);
        s.set_steps(b, s_2.steps(b));
    }
    hg::parameters<sighted> theirs;
    CHECK(
        open::value_and_gradient(squares, p, hg::going_on(g.x, s, d), g.target, gradient, *ws) ==
        sighted::value_and_gradient(squares, g.p, hg::going_on(g.x, s_2, d_2), g.target, theirs, *fixed_ws));
    for (int i = 0; i < p.size; ++i)
        CHECK(theirs[i] == (i < sighted::parameter_offset<2> ? 0.f : gradient[i]));
    for (int b = 0; b < sequences; ++b)
        for (int i = 0; i < s.size; ++i) CHECK(d.numbers()(b, i) == d_2.numbers()(b, i));
    auto trained = g.p;
    auto s_3 = g.before;
    sighted::train_step(squares, hg::sgd{.rate = 0.1}, trained, hg::going_on(g.x, s_3), g.target, *fixed_ws);
    for (int i = 0; i < sighted::parameter_offset<2>; ++i) CHECK(trained[i] == g.p[i]);
    CHECK_FALSE(trained == g.p);
}

TEST_CASE("batch_norm beside a memory: its statistics are of all steps, and it can be folded") {
    given<normal> g;
    const auto ws = std::make_unique<workspace_of<normal>>();
    for (int i = 0; i < 5; ++i)
        normal::train_step(squares, hg::sgd{.rate = 0.05}, g.p, hg::sequences(g.x), g.target, *ws);
    const auto folded = hg::fold_batch_norm(g.p);
    using folded_net = typename decltype(folded)::network_type;
    const auto y = normal::forward(g.p, hg::sequences<sequences>(g.x));
    const auto z = folded_net::forward(folded, hg::sequences<sequences>(g.x));
    for (int i = 0; i < y.size; ++i) CHECK(z.data()[i] == doctest::Approx(y.data()[i]).epsilon(1e-4));
    const hg::frozen<normal> f(g.p);
    CHECK(f.forward(hg::sequences<sequences>(g.x)) == y);
}

TEST_CASE("collapse joins what is affine around a memory") {
    using affine =
        hg::network<hg::dense<3, 4>, hg::dense<4, 5>, hg::gru<5, 4>, hg::dense<4, 6>, hg::dense<6, 2>>;
    const given<affine> g;
    const auto c = hg::collapse(g.p);
    using collapsed = typename decltype(c)::network_type;
    static_assert(collapsed::depth < affine::depth);
    collapsed::state<sequences> s;
    auto s_2 = affine::state<sequences>{};
    const auto y = affine::forward(g.p, g.x, s_2);
    const auto z = collapsed::forward(c, g.x, s);
    for (int i = 0; i < y.size; ++i) CHECK(z.data()[i] == doctest::Approx(y.data()[i]).epsilon(1e-4));
}

TEST_CASE("frozen with smaller weights, a memory streams on") {
    using wide = hg::network<hg::dense<3, 32, hg::tanh>, hg::gru<32, 24>, hg::dense<24, 20>>;
    const given<wide> g;
    const auto near = [&](const auto& f) {
        wide::state<1> s, s_2, s_3;
        hg::matrix<float, steps, 20> y, whole;
        f.stream(g.x.data(), y.data(), 2, s);
        f.stream(g.x.data() + 2 * 3, y.data() + 2 * 20, 3, s);
        f.predict(g.some<1>(), whole, s_2);
        CHECK(y == whole);
        CHECK(y == f.forward(hg::sequences<1>(g.some<1>())));
        CHECK(s == s_2);
        const auto exact = wide::forward(g.p, g.some<1>(), s_3);
        for (int i = 0; i < y.size; ++i) CHECK(y.data()[i] == doctest::Approx(exact.data()[i]).epsilon(0.05));
    };
    near(hg::freeze(g.p));
    near(hg::freeze<hg::bfloat16>(g.p));
    near(hg::freeze<std::int8_t>(g.p));
    static_assert(wide::predict_stack_bytes<> > 0 && hg::frozen<wide>::predict_stack_bytes > 0);
}

TEST_CASE("jvp and hessian_vector_product of sequences are sums over them") {
    const given<net> g;
    hg::parameters<net> v;
    hg::rng r{2};
    for (float& x : v) x = r.uniform(-1.f, 1.f);
    const auto all = hg::jvp(g.p, v, hg::sequences<sequences>(g.x), g.x);
    for (int b = 0; b < sequences; ++b) {
        const auto one = hg::jvp(g.p, v, hg::sequences<1>(g.some<1>(b)), g.some<1>(b));
        for (int i = 0; i < one.y.size; ++i) {
            CHECK(one.y.data()[i] == all.y.data()[b * one.y.size + i]);
            CHECK(one.dy.data()[i] == all.dy.data()[b * one.y.size + i]);
        }
    }
    const auto Hv = hg::hessian_vector_product(squares, g.p, v, hg::sequences<sequences>(g.x), g.target);
    hg::parameters<net> sum;
    for (int b = 0; b < sequences; ++b) {
        const hg::view<const float, steps, 2> target(g.target.data() + b * steps * 2);
        const auto one = hg::hessian_vector_product(squares, g.p, v, hg::sequences<1>(g.some<1>(b)), target);
        for (int i = 0; i < sum.size; ++i) sum[i] += one[i] / sequences;
    }
    for (int i = 0; i < sum.size; ++i) CHECK(Hv[i] == doctest::Approx(sum[i]).epsilon(1e-3));
}

TEST_CASE("a dual workspace counts sequences, too") {
    const given<classifier> g;
    hg::parameters<classifier> v;
    hg::rng r{2};
    for (float& x : v) x = r.uniform(-1.f, 1.f);
    const auto ws = std::make_unique<hg::dual_workspace<classifier, sequences * hg::steps(steps)>>();
    const auto told = hg::jvp(g.p, v, hg::sequences<sequences>(g.x), g.x);
    const auto counted = hg::jvp(g.p, v, hg::sequences(g.x), g.x, *ws);
    const auto more = std::make_unique<hg::dual_workspace<classifier, 6 * hg::steps(steps)>>();
    CHECK(hg::jvp(g.p, v, hg::sequences<sequences>(g.x), g.x, *more).dy == told.dy);
    CHECK(told.y == counted.y);
    CHECK(told.dy == counted.dy);
    CHECK(hg::hessian_vector_product(squares, g.p, v, hg::sequences<sequences>(g.x), g.target) ==
          hg::hessian_vector_product(squares, g.p, v, hg::sequences(g.x), g.target, *ws));
}
