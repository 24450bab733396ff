/// Cubes from BENCH_FIRST to BENCH_LAST in steps of BENCH_STEP.
#pragma once

#include "../gemm/contest.hpp"

#include <string>
#include <utility>

namespace bench {

/// Z W of n x n.
template <int N>
struct cube : nn<float, N, N, N> {
    static std::string group() { return "cubes"; }
    static std::string name() { return std::to_string(N); }
    template <class Contestant>
    static void time(benchmark::State& state) {
        time_product<cube, Contestant>(state);
    }
};

template <int... I>
auto cubes(std::integer_sequence<int, I...>) -> task_list<cube<BENCH_FIRST + I * BENCH_STEP>...>;

using tasks = decltype(cubes(std::make_integer_sequence<int, (BENCH_LAST - BENCH_FIRST) / BENCH_STEP + 1>{}));

} // namespace bench
