/// One row through a network as a task, each call waiting for the result of the one before.
#pragma once

#include "../harness/dense_stack.hpp"
#include "../harness/enter.hpp"
#include "../harness/opaque.hpp"

#include <benchmark/benchmark.h>

#include <bit>
#include <cstdint>
#include <memory>
#include <string>

namespace bench {

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
    const lesson& l = shared_lesson(Task::name(), Task::layers(), 1);
    static const auto made = std::make_unique<Contestant>(l.p.data());
    const Contestant* contestant = made.get();
    const float* x = l.x.data();
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
    l.require_outputs(Task::name().append(" by ").append(Contestant::name), y.data(),
                      tolerance_of<Contestant>(), measured_by_terms<Task>);
    state.counters["FLOP/s"] =
        benchmark::Counter(Task::forward_flops(1), benchmark::Counter::kIsIterationInvariantRate);
    state.counters["weights"] = sizeof(float) * Task::parameter_count;
}

/// Of a dense_stack.
template <class Stack>
struct prediction : Stack {
    static std::string group() { return "inference"; }
    template <class Contestant>
    static void time(benchmark::State& state) {
        time_prediction<prediction, Contestant>(state);
    }
};

} // namespace bench
