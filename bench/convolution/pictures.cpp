// Convolutions and pools: the forward pass and the training step of a small network for pictures.
#include "../agree.hpp"
#include "../enter.hpp"
#include "../opaque.hpp"

#include <benchmark/benchmark.h>

#include <entrants.hpp>

#include <memory>
#include <tuple>
#include <type_traits>
#include <vector>

namespace bench {
namespace {

/// A batch and the parameters at first; what handgrad makes of them, whose tests compare it with plain loops.
struct lesson {
    using net = pictures::net;
    hg::parameters<net> p;
    hg::matrix<float, pictures::batch, net::inputs> x;
    int label[pictures::batch];

    lesson() {
        hg::rng random{1};
        net::initialize(p, random);
        for (float& value : x) value = random.uniform(0.0f, 1.0f);
        for (int& y : label) y = static_cast<int>(random.below(net::outputs));
    }

    static const lesson& instance() {
        static const auto made = std::make_unique<lesson>();
        return *made;
    }
};

constexpr int results = pictures::batch * lesson::net::outputs;

/// After a few steps: the loss, and what the network then makes of the pictures.
template <class Contestant>
std::vector<float> after_steps(const lesson& l) {
    const auto contestant = std::make_unique<Contestant>(l.p.data());
    std::vector<float> y(results + 1);
    for (int k = 0; k < 3; ++k) y[results] = contestant->step(l.x.data(), l.label);
    contestant->predict(l.x.data(), y.data());
    return y;
}

/// Ends the program if the contestant learns something else.
template <class Contestant>
void require_learning(const lesson& l) {
    const auto found = after_steps<Contestant>(l), expected = after_steps<by_handgrad<pictures>>(l);
    for (int i = 0; i <= results; ++i)
        require_agreement(Contestant::name, i, static_cast<double>(found[static_cast<std::size_t>(i)]),
                          static_cast<double>(expected[static_cast<std::size_t>(i)]), 1e-4);
}

template <class Contestant, bool Trains>
void time_pictures(benchmark::State& state) {
    const lesson& l = lesson::instance();
    static const bool checked = (require_learning<Contestant>(l), true);
    (void)checked;
    const auto contestant = std::make_unique<Contestant>(l.p.data());
    const float* x = l.x.data();
    const int* label = l.label;
    make_opaque(x);
    make_opaque(label);
    float y[results];
    for (auto _ : state) {
        if constexpr (Trains)
            y[0] = contestant->step(x, label);
        else
            contestant->predict(x, y);
        benchmark::DoNotOptimize(y);
        touch_memory();
    }
    state.counters["FLOP/s"] = benchmark::Counter(Trains ? pictures::training_flops : pictures::forward_flops,
                                                  benchmark::Counter::kIsIterationInvariantRate);
}

template <class... Contestant>
bool contest(std::type_identity<std::tuple<Contestant...>>) {
    (enter("convolution", std::string("forward ") + pictures::name, Contestant::name,
           time_pictures<Contestant, false>),
     ...);
    (enter("convolution", std::string("step ") + pictures::name, Contestant::name,
           time_pictures<Contestant, true>),
     ...);
    return true;
}

[[maybe_unused]] const bool entered = contest(std::type_identity<entrants<pictures>>{});
[[maybe_unused]] const bool missing_described = *missing_peers == '\0' || describe("missing", missing_peers);

} // namespace
} // namespace bench
