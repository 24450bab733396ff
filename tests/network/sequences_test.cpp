// Sequences, however they are cut: the same bits.
#include <handgrad/handgrad.hpp>
#include <handgrad/train/data_parallel.hpp>

#include <share.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <type_traits>

namespace {

namespace hg = handgrad;

using plain = hg::network<hg::dense<3, 5, hg::tanh>, hg::gru<5, 9>, hg::dense<9, 2>>;
using learned = hg::network<hg::gru<3, 4, hg::bias, hg::learned_initial_state>,
                            hg::lstm<4, 3, hg::one_bias, hg::constant_initial_state>, hg::dense<3, 2>>;
using stacked =
    hg::network<hg::rnn<3, 8, hg::relu>, hg::gru_v1<8, 5, hg::tanh, hg::no_bias>,
                hg::residual<hg::lstm<5, 5, hg::bias, hg::learned_initial_state>>, hg::dense<5, 2>>;
using branched = hg::network<hg::concatenate<hg::gru<3, 4>, hg::network<hg::dense<3, 2>, hg::rnn<2, 3>>>,
                             hg::checkpoint<hg::dense<7, 4, hg::silu>, hg::lstm<4, 4>>,
                             hg::fixed<hg::gru<4, 3, hg::bias, hg::learned_initial_state>>, hg::dense<3, 2>>;
using sighted = hg::network<hg::fixed<hg::gru<3, 4>>, hg::gru<4, 4>, hg::dense<4, 2>>;
using spoken =
    hg::network<hg::embedding<9, 3>, hg::gru<3, 4, hg::bias, hg::learned_initial_state>, hg::dense<4, 2>>;

constexpr int sequences = 5, steps = 6, count = sequences * steps;

/// Everything that a pass is given.
template <class Net>
struct given {
    using input = hg::input_number<Net, float>;
    static constexpr int made = hg::rows_after<Net>(hg::extent(sequences, steps));
    hg::parameters<Net> p;
    hg::matrix<input, count, Net::inputs> x;
    hg::matrix<float, made, Net::outputs> target;
    typename Net::template state<sequences> before, d_after;

    given() {
        hg::rng r{5};
        Net::initialize(p, r);
        for (float& v : p) v += r.uniform(-0.2f, 0.2f);
        for (input& v : x)
            if constexpr (hg::has_input_gradient<Net>)
                v = r.uniform(-1.f, 1.f);
            else
                v = static_cast<input>(r.below(hg::input_count<Net>));
        for (float& v : target) v = r.uniform(-1.f, 1.f);
        for (float& v : before.numbers()) v = r.uniform(-1.f, 1.f);
        for (float& v : d_after.numbers()) v = r.uniform(-1.f, 1.f);
        for (int b = 0; b < sequences; ++b) before.set_steps(b, b % 2 * 4);
    }

    /// The steps of sequence b.
    auto x_of(int b) const {
        return hg::view<const input, steps, Net::inputs>(x.data() + b * steps * Net::inputs);
    }
    hg::rows<const input, Net::inputs> run_time_x() const { return x; }
};

template <class Net>
using outputs = hg::matrix<float, given<Net>::made, Net::outputs>;

/// What a pass of training finds.
template <class Net>
struct found {
    float loss = 0;
    hg::parameters<Net> gradient;
    hg::matrix<float, count, Net::inputs> dx;
    typename Net::template state<sequences> after, d_before;
    bool operator==(const found&) const = default;
};

template <class Net, hg::extent Tile>
found<Net> pass(const given<Net>& g, const auto& x, const auto& target) {
    const auto ws = std::make_unique<typename Net::template workspace<Tile>>();
    found<Net> f;
    f.after = g.before;
    f.d_before = g.d_after;
    const hg::mean_squared_error loss;
    if constexpr (hg::has_input_gradient<Net>)
        f.loss = Net::value_and_gradient(loss, g.p, hg::going_on(x, f.after, f.d_before), target, f.gradient,
                                         *ws, f.dx);
    else
        f.loss =
            Net::value_and_gradient(loss, g.p, hg::going_on(x, f.after, f.d_before), target, f.gradient, *ws);
    return f;
}

#define ALL_NETWORKS plain, learned, stacked, branched, sighted, spoken

} // namespace

TEST_CASE("a batch of sequences is cut between them, wherever a workspace has room") {
    for_my_part<0, ALL_NETWORKS>([]<class Net>() {
        const given<Net> g;
        const hg::rows<const float, Net::outputs> target(g.target);
        const auto whole = pass<Net, hg::extent(5, steps)>(g, g.x, g.target);
        CHECK(pass<Net, hg::extent(8, steps)>(g, g.x, g.target) == whole);
        CHECK(pass<Net, hg::extent(3, steps)>(g, g.x, g.target) == whole);
        CHECK(pass<Net, hg::extent(1, steps)>(g, g.x, target) == whole);
        CHECK(pass<Net, hg::extent(2, steps)>(g, g.run_time_x(), target) == whole);
        CHECK(pass<Net, hg::extent(5, steps)>(g, g.run_time_x(), target) == whole);
        CHECK(whole.after.steps(1) == 4 + steps);
    });
}

TEST_CASE("sequences together are each alone") {
    for_my_part<1, ALL_NETWORKS>([]<class Net>() {
        const given<Net> g;
        const auto together = Net::forward(g.p, hg::sequences<sequences>(g.x));
        auto after = g.before;
        const auto gone_on = Net::forward(g.p, g.x, after);
        for (int b = 0; b < sequences; ++b) {
            const auto alone = Net::forward(g.p, hg::sequences<1>(g.x_of(b)));
            auto state = g.before.take(b);
            const auto on = Net::forward(g.p, g.x_of(b), state);
            for (int t = 0; t < steps; ++t)
                for (int i = 0; i < Net::outputs; ++i) {
                    CHECK(alone(t, i) == together(b * steps + t, i));
                    CHECK(on(t, i) == gone_on(b * steps + t, i));
                }
            CHECK(state == after.take(b));
        }
    });
}

TEST_CASE("a whole, its steps, prediction of any length and a stream are one, live and frozen") {
    for_my_part<0, ALL_NETWORKS>([]<class Net>() {
        using input = typename given<Net>::input;
        const given<Net> g;
        const hg::frozen<Net> f(g.p);
        auto after = g.before;
        const auto whole = Net::forward(g.p, g.x, after);
        const auto same = [&](auto run) {
            outputs<Net> y;
            auto state = g.before;
            run(y, state);
            CHECK(y == whole);
            CHECK(state == after);
        };
        static typename Net::template workspace<2 * hg::steps(steps)> two;
        static typename Net::template workspace<7 * hg::steps(steps)> many;
        same([&](auto& y, auto& s) { Net::forward(g.p, hg::going_on(g.x, s), many, y); });
        same([&](auto& y, auto& s) { y = Net::forward(g.p, hg::going_on(g.x, s), many); });
        same([&](auto& y, auto& s) { Net::predict(g.p, g.x, y, s); });
        same([&](auto& y, auto& s) { Net::predict(g.p, g.run_time_x(), y, s); });
        same([&](auto& y, auto& s) { Net::predict(g.p, hg::going_on(g.x, s), two, y); });
        same([&](auto& y, auto& s) { Net::predict(g.p, hg::going_on(g.run_time_x(), s), many, y); });
        same([&](auto& y, auto& s) { Net::stream(g.p, g.x.data(), y.data(), steps, s); });
        same([&](auto& y, auto& s) { y = f.forward(g.x, s); });
        same([&](auto& y, auto& s) { y = f.forward(hg::going_on(g.x, s), many); });
        same([&](auto& y, auto& s) { f.predict(g.x, y, s); });
        same([&](auto& y, auto& s) { f.predict(g.run_time_x(), y, s); });
        same([&](auto& y, auto& s) { f.predict(hg::going_on(g.run_time_x(), s), two, y); });
        same([&](auto& y, auto& s) { f.stream(g.x.data(), y.data(), steps, s); });
        // Each voice by itself, in parts, one of which is empty.
        same([&](auto& y, auto& s) {
            for (int b = 0; b < sequences; ++b) {
                auto voice = s.take(b);
                const input* from = g.x_of(b).data();
                float* to = y.data() + b * steps * Net::outputs;
                for (const int part : {1, 0, 3, 2}) {
                    f.stream(from, to, part, voice);
                    from += part * Net::inputs;
                    to += part * Net::outputs;
                }
                s.put(b, voice);
            }
        });
        // All voices at a time, step by step.
        same([&](auto& y, auto& s) {
            for (int t = 0; t < steps; ++t) {
                hg::matrix<input, sequences, Net::inputs> x_t;
                hg::matrix<float, sequences, Net::outputs> y_t;
                for (int b = 0; b < sequences; ++b)
                    for (int i = 0; i < Net::inputs; ++i) x_t(b, i) = g.x(b * steps + t, i);
                if (t % 3 == 0)
                    Net::predict(g.p, x_t, y_t, s);
                else if (t % 3 == 1)
                    f.stream(x_t.data(), y_t.data(), 1, s);
                else
                    y_t = Net::forward(g.p, x_t, s);
                for (int b = 0; b < sequences; ++b)
                    for (int i = 0; i < Net::outputs; ++i) y(b * steps + t, i) = y_t(b, i);
            }
        });
        // From the beginning: as a state that has made no step.
        typename Net::template state<sequences> fresh;
        CHECK(Net::forward(g.p, hg::sequences<sequences>(g.x)) == Net::forward(g.p, g.x, fresh));
        CHECK(f.forward(hg::sequences(g.x), many) == Net::forward(g.p, hg::sequences<sequences>(g.x)));
    });
}

TEST_CASE("the gradient of a whole is that of its halves handed on") {
    for_my_part<1, ALL_NETWORKS>([]<class Net>() {
        using state = typename Net::template state<1>;
        const given<Net> g;
        // In double, where the sums of two halves are the whole's but for rounding.
        hg::parameters<Net, double> p;
        for (int i = 0; i < p.size; ++i) p[i] = g.p[i];
        using number = hg::input_number<Net, double>;
        hg::matrix<number, steps, Net::inputs> x;
        for (int i = 0; i < x.size; ++i) x.data()[i] = static_cast<number>(g.x.data()[i]);
        hg::matrix<double, steps, Net::outputs> t;
        for (int i = 0; i < t.size; ++i) t.data()[i] = g.target.data()[i];
        constexpr int part = steps / 2;
        const auto head_of = [](auto& of) {
            return hg::rows<const typename std::remove_reference_t<decltype(of)>::value_type,
                            std::remove_reference_t<decltype(of)>::cols>(of)
                .template tile<part>(0);
        };
        const auto tail_of = [](auto& of) {
            return hg::rows<const typename std::remove_reference_t<decltype(of)>::value_type,
                            std::remove_reference_t<decltype(of)>::cols>(of)
                .template tile<part>(part);
        };
        const auto ws = std::make_unique<typename Net::template workspace<1 * hg::steps(steps), double>>();
        const auto half = std::make_unique<typename Net::template workspace<1 * hg::steps(part), double>>();
        const hg::mean_squared_error loss{.reduction = hg::reduction::sum};
        for (const int made : {0, 3}) {
            typename Net::template state<1, double> s, d, start;
            for (double& v : s.numbers()) v = 0.25;
            s.set_steps(0, made);
            start = s;
            hg::parameters<Net, double> whole, first, second;
            for (double& v : d.numbers()) v = 0.5;
            const auto d_end = d;
            const double l = Net::value_and_gradient(loss, p, hg::going_on(x, s, d), t, whole, *ws);
            const auto end = s;
            s = start;
            auto d_half = d_end;
            Net::forward(p, head_of(x), s);
            const auto middle = s;
            const double l2 = Net::value_and_gradient(loss, p, hg::going_on(tail_of(x), s, d_half),
                                                      tail_of(t), second, *half);
            CHECK(s == end);
            s = start;
            const double l1 = Net::value_and_gradient(loss, p, hg::going_on(head_of(x), s, d_half),
                                                      head_of(t), first, *half);
            CHECK(s == middle);
            CHECK(l1 + l2 == doctest::Approx(l));
            for (int i = 0; i < state::size; ++i) CHECK(d.numbers()(0, i) == d_half.numbers()(0, i));
            for (int i = 0; i < p.size; ++i)
                CHECK(first[i] + second[i] == doctest::Approx(whole[i]).epsilon(1e-9));
        }
    });
}
