/// Times every contestant on the training step of a network.
#pragma once

#include "../agree.hpp"
#include "../enter.hpp"
#include "../opaque.hpp"
#include "../reference.hpp"
#include "contestants.hpp"

#include <benchmark/benchmark.h>

#include <entrants.hpp>

#include <algorithm>
#include <memory>
#include <tuple>
#include <type_traits>

namespace bench {

/// A batch, the parameters at first, and what they and the loss are after a few steps.
template <class Task, int Batch>
struct lesson {
    static constexpr int steps = 3;

    hg::parameters<typename Task::net> p;
    hg::matrix<float, Batch, Task::inputs> x;
    int label[Batch];
    double expected[Task::parameter_count];
    double largest_change = 0; // of a parameter
    double loss = 0;           // before the last step

    lesson() {
        hg::rng random{1};
        Task::net::initialize(p, random);
        for (float& value : x) value = random.uniform(-1.0f, 1.0f);
        for (int& y : label) y = static_cast<int>(random.below(Task::outputs));
        reference<Task> loops(p.data());
        for (int k = 0; k < steps; ++k) loss = loops.step(x.data(), label, Batch, rate);
        std::copy(loops.parameters(), loops.parameters() + Task::parameter_count, expected);
        for (int i = 0; i < Task::parameter_count; ++i)
            largest_change = std::max(largest_change, std::abs(expected[i] - static_cast<double>(p[i])));
    }

    static const lesson& instance() {
        static const auto made = std::make_unique<lesson>();
        return *made;
    }
};

/// Ends the program if the contestant learns something else.
template <class Contestant, class Task, int Batch>
void require_learning(const lesson<Task, Batch>& l) {
    const std::string who = Task::name().append(" trained by ").append(Contestant::name);
    const auto contestant = std::make_unique<Contestant>(l.p.data());
    float loss = 0;
    for (int k = 0; k < l.steps; ++k) loss = contestant->step(l.x.data(), l.label);
    require_agreement(who + ", the loss alone", 0, static_cast<double>(loss), l.loss, 1e-5 * l.loss);
    const auto learnt = std::make_unique<hg::parameters<typename Task::net>>();
    contestant->write(learnt->data());
    for (int i = 0; i < Task::parameter_count; ++i) {
        // A thousandth of what the steps changed, and the rounding of the parameter itself.
        const double tolerance = 1e-3 * l.largest_change + 2e-7 * std::abs(l.expected[i]);
        require_agreement(who, i, static_cast<double>((*learnt)[i]), l.expected[i], tolerance);
    }
}

template <class Task, int Batch, class Contestant>
void time_training(benchmark::State& state) {
    const auto& l = lesson<Task, Batch>::instance();
    static const bool checked = (require_learning<Contestant>(l), true);
    (void)checked;
    // From the same parameters in each run. The rate is small, so that all runs stay on the same stretch of
    // the way.
    const auto made = std::make_unique<Contestant>(l.p.data());
    Contestant* contestant = made.get();
    const float* x = l.x.data();
    const int* label = l.label;
    make_opaque(contestant);
    make_opaque(x);
    make_opaque(label);
    float loss = 0;
    for (auto _ : state) {
        loss += contestant->step(x, label);
        touch_memory();
    }
    benchmark::DoNotOptimize(loss);
    state.counters["FLOP/s"] =
        benchmark::Counter(Task::training_flops(Batch), benchmark::Counter::kIsIterationInvariantRate);
}

/// Calls f.operator()<Contestant>() for each.
template <class Task, int Batch, class F>
void for_each_contestant(F f) {
    f.template operator()<by_handgrad<Task, Batch>>();
    f.template operator()<by_eigen<Task, Batch, true>>();
    f.template operator()<by_eigen<Task, Batch, false>>();
    [&]<class... C>(std::type_identity<std::tuple<C...>>) {
        (f.template operator()<C>(), ...);
    }(std::type_identity<entrants<Task, Batch>>{});
}

/// contest<perceptron<...>, Batch>(): registers the benchmarks. The result is there to be put into a
/// constant.
template <class Task, int Batch>
bool contest() {
    for_each_contestant<Task, Batch>([]<class Contestant>() {
        enter("training", Task::name().append(" b").append(std::to_string(Batch)), Contestant::name,
              time_training<Task, Batch, Contestant>);
    });
    return true;
}

/// Says in the results who is not measured.
inline const bool missing_described = *missing_peers == '\0' || describe("missing", missing_peers);

} // namespace bench
