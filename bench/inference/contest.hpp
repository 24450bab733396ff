/// Times every contestant on a network, one row a call.
#pragma once

#include "../agree.hpp"
#include "../enter.hpp"
#include "../opaque.hpp"
#include "../reference.hpp"
#include "contestants.hpp"
#include "frozen.hpp"

#include <benchmark/benchmark.h>

#include <entrants.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <memory>
#include <tuple>
#include <type_traits>

namespace bench {

/// The network's parameters, an input, and the output they must give.
template <class Task>
struct sample {
    hg::parameters<typename Task::net> p;
    hg::matrix<float, 1, Task::inputs> x;
    double expected[Task::outputs];

    sample() {
        hg::rng random{1};
        Task::net::initialize(p, random);
        for (float& value : x) value = random.uniform(-1.0f, 1.0f);
        reference<Task> loops(p.data());
        const double* y = loops.predict(x.data());
        std::copy(y, y + Task::outputs, expected);
    }

    static const sample& instance() {
        static const auto made = std::make_unique<sample>();
        return *made;
    }
};

/// What it may miss the right result by: a contestant that rounds its weights says so.
template <class Contestant>
consteval double tolerance_of() {
    if constexpr (requires { Contestant::tolerance; })
        return Contestant::tolerance;
    else
        return 1e-5;
}

template <class Task, class Contestant>
void time_prediction(benchmark::State& state) {
    const auto& s = sample<Task>::instance();
    static const auto made = std::make_unique<Contestant>(s.p.data());
    const Contestant* contestant = made.get();
    const float* x = s.x.data();
    alignas(64) typename Contestant::output y;
    auto* out = &y;
    make_opaque(contestant);
    make_opaque(x);
    make_opaque(out);
    std::uint32_t nothing = 0;
    asm volatile("" : "+r"(nothing)); // 0, but the compiler does not know
    for (auto _ : state) {
        contestant->predict(x, out);
        touch_memory();
        // The next call needs the result of this one, as in a control loop: calls that overlapped would show
        // the throughput, which is another figure than the delay.
        x += std::bit_cast<std::uint32_t>(*y.data()) & nothing;
    }
    double largest = 0;
    for (const double value : s.expected) largest = std::max(largest, std::abs(value));
    const std::string who = Task::name().append(" by ").append(Contestant::name);
    const double tolerance = largest * tolerance_of<Contestant>();
    for (int i = 0; i < Task::outputs; ++i)
        require_agreement(who, i, static_cast<double>(y.data()[i]), s.expected[i], tolerance);
    state.counters["FLOP/s"] =
        benchmark::Counter(Task::forward_flops(1), benchmark::Counter::kIsIterationInvariantRate);
    state.counters["weights"] = sizeof(float) * Task::parameter_count;
}

/// contest<perceptron<...>>(): registers the benchmarks. The result is there to be put into a constant.
template <class Task>
bool contest() {
    const auto add = []<class Contestant>() {
        enter("inference", Task::name(), Contestant::name, time_prediction<Task, Contestant>);
    };
    add.template operator()<by_handgrad<Task>>();
    add.template operator()<by_frozen<Task, float>>();
    add.template operator()<by_frozen<Task, hg::bfloat16>>();
    add.template operator()<by_frozen<Task, std::int8_t>>();
    add.template operator()<by_eigen<Task, Eigen::RowMajor, product::panels>>();
    add.template operator()<by_eigen<Task, Eigen::ColMajor, product::panels>>();
    add.template operator()<by_eigen<Task, Eigen::RowMajor, product::lazy>>();
    add.template operator()<by_eigen<Task, Eigen::ColMajor, product::lazy>>();
    [&]<class... C>(std::type_identity<std::tuple<C...>>) {
        (add.template operator()<C>(), ...);
    }(std::type_identity<entrants<Task>>{});
    return true;
}

/// Says in the results who is not measured.
inline const bool missing_described = *missing_peers == '\0' || describe("missing", missing_peers);

} // namespace bench
