// What this core can do at best, measured in the run whose figures are compared with it.
#include "opaque.hpp"

#include <benchmark/benchmark.h>

#if defined(__AVX2__) && defined(__FMA__)
#include <immintrin.h>

namespace bench {
namespace {

constexpr int rows = 6, vectors = 2; // 12 sums: more than the 2 units x 4 cycles that must be kept busy
constexpr int steps = 256;

void report_flops(benchmark::State& state) {
    state.counters["FLOP/s"] =
        benchmark::Counter(2.0 * 8.0 * rows * vectors * steps, benchmark::Counter::kIsIterationInvariantRate);
}

template <int Loads>
void keep_in_register(__m256 (&v)[Loads]) {
    for (__m256& x : v) asm volatile("" : "+x"(x));
}

/// Nothing but fused multiply-adds.
void fma(benchmark::State& state) {
    __m256 factors[2] = {_mm256_set1_ps(1e-3f), _mm256_set1_ps(1e-3f)};
    __m256 sum[rows * vectors] = {};
    for (auto _ : state) {
        keep_in_register(factors);
        for (int k = 0; k < steps; ++k)
#pragma GCC unroll 12
            for (__m256& s : sum) s = _mm256_fmadd_ps(factors[0], factors[1], s);
        keep_in_register(sum);
    }
    report_flops(state);
}
BENCHMARK(fma)->Name("peak/fma");

/// The same with the 8 loads from L1 that each step of a 6 x 16 tile of a product needs. Well below the
/// figure above it means that something else uses the load units of this core, such as its other hardware
/// thread.
void fma_and_loads(benchmark::State& state) {
    alignas(64) static float a[rows * steps], b[8 * vectors * steps];
    for (auto _ : state) {
        __m256 sum[rows * vectors] = {};
        for (int k = 0; k < steps; ++k) {
            __m256 row[vectors] = {_mm256_load_ps(b + 16 * k), _mm256_load_ps(b + 16 * k + 8)};
            keep_in_register(row);
#pragma GCC unroll 6
            for (int i = 0; i < rows; ++i) {
                const __m256 factor = _mm256_broadcast_ss(a + rows * k + i);
                sum[2 * i] = _mm256_fmadd_ps(factor, row[0], sum[2 * i]);
                sum[2 * i + 1] = _mm256_fmadd_ps(factor, row[1], sum[2 * i + 1]);
            }
        }
        keep_in_register(sum);
        touch_memory();
    }
    report_flops(state);
}
BENCHMARK(fma_and_loads)->Name("peak/fma_and_loads");

} // namespace
} // namespace bench
#endif
