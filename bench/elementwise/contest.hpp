/// An elementary function of an array of floats that lies in the first level of cache, as a task.
#pragma once

#include "../../tests/math/math_functions.hpp"
#include "../harness/agree.hpp"
#include "../harness/enter.hpp"
#include "../harness/opaque.hpp"

#include <benchmark/benchmark.h>

#include <handgrad/core/random.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace bench {

namespace hg = handgrad;

/// Numbers in, and as many out.
inline constexpr int array_size = 1024;

template <class Task, class Contestant>
void time_function(benchmark::State& state) {
    alignas(64) static float in[array_size], out[array_size];
    hg::rng random{1};
    for (float& value : in) value = random.uniform(Task::low, Task::high);
    std::fill(out, out + array_size, -1e30f);
    const float* x = in;
    float* y = out;
    make_opaque(x);
    make_opaque(y);
    for (auto _ : state) {
        Contestant::apply(x, y);
        touch_memory();
    }
    const std::string who = Task::name().append(" by ").append(Contestant::name);
    for (int i = 0; i < array_size; ++i) {
        const double expected = Task::function::reference(static_cast<double>(x[i]));
        require_agreement(who, i, static_cast<double>(y[i]), expected,
                          1e-6 * std::max(std::abs(expected), 0.1));
    }
    state.counters["results/s"] =
        benchmark::Counter(array_size, benchmark::Counter::kIsIterationInvariantRate);
}

/// A function of tests/math/math_functions.hpp over numbers of low .. high, where a network has its own. Far
/// outside, where results are zero, one or infinite, some libraries are faster and some slower.
template <class Function, int Low, int High>
struct task {
    using function = Function;
    static constexpr float low = Low, high = High;

    static std::string group() { return "elementwise"; }
    static std::string name() { return Function::name; }
    template <class Contestant>
    static void time(benchmark::State& state) {
        time_function<task, Contestant>(state);
    }
};

} // namespace bench
