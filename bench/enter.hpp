/// How a benchmark is registered.
#pragma once

#include "opaque.hpp"

#include <benchmark/benchmark.h>

#include <handgrad/core/random.hpp>

#include <string>

namespace bench {

using benchmark_function = void (*)(benchmark::State&);

/// Calls `run` with its variables at a random place within a page. Where buffers of the stack begin in
/// relation to those elsewhere costs a small network up to a quarter of its time, by accident: no repetition
/// may decide for all.
[[gnu::noinline]] inline void run_somewhere(benchmark_function run, benchmark::State& state) {
    static handgrad::rng random{1};
    void* space = __builtin_alloca(64 * (1 + random.below(64)));
    make_opaque(space);
    run(state);
    make_opaque(space); // so that the call above is no jump
}

/// Under the name group/task/contestant, from which the report makes its table.
inline benchmark::internal::Benchmark* enter(std::string group, const std::string& task,
                                             const char* contestant, benchmark_function run) {
    return benchmark::RegisterBenchmark(group.append("/").append(task).append("/").append(contestant).c_str(),
                                        [run](benchmark::State& state) { run_somewhere(run, state); });
}

/// Whether it is up to its problem: a contestant may say so by a constant `enters`.
template <class Contestant>
consteval bool enters() {
    if constexpr (requires { Contestant::enters; })
        return Contestant::enters;
    else
        return true;
}

/// Puts something into the results that the report shows. The result is there to be put into a constant.
inline bool describe(const std::string& key, const std::string& value) {
    benchmark::AddCustomContext(key, value);
    return true;
}

/// Says which kind of a peer was measured.
inline bool describe_peer(const std::string& name, const std::string& what) {
    return describe("peer " + name, what);
}

} // namespace bench
