/// Times every contestant on a function.
#pragma once

#include "../agree.hpp"
#include "../enter.hpp"
#include "../opaque.hpp"
#include "task.hpp"

#include <benchmark/benchmark.h>

#include <entrants.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <type_traits>

namespace bench {

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
    const std::string who = std::string(Task::name) + " by " + Contestant::name;
    for (int i = 0; i < array_size; ++i) {
        const double expected = Task::reference(static_cast<double>(x[i]));
        require_agreement(who, i, static_cast<double>(y[i]), expected,
                          1e-6 * std::max(std::abs(expected), 0.1));
    }
    state.counters["results/s"] =
        benchmark::Counter(array_size, benchmark::Counter::kIsIterationInvariantRate);
}

template <class Task, class... Contestant>
void enter_all(std::type_identity<std::tuple<Contestant...>>) {
    const auto enter_one = []<class C>() {
        if constexpr (enters<C>()) enter("elementwise", Task::name, C::name, time_function<Task, C>);
    };
    (enter_one.template operator()<Contestant>(), ...);
}

/// contest<task<exponential, -10, 10>>(): registers the benchmarks. The result is there to be put into a
/// constant.
template <class Task>
bool contest() {
    enter_all<Task>(std::type_identity<entrants<Task>>{});
    return true;
}

inline const bool missing_described = *missing_peers == '\0' || describe("missing", missing_peers);

} // namespace bench
