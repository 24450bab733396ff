// The units enter their benchmarks; this program runs them.
#include <benchmark/benchmark.h>

BENCHMARK_MAIN();
