// What this core can do at best, measured in the run whose figures are compared with it.
#include "opaque.hpp"

#include <benchmark/benchmark.h>

#if defined(__AVX2__) && defined(__FMA__)
#include <immintrin.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace bench {
namespace {

constexpr int rows = 6, vectors = 2; // 12 sums: more than the 2 units x 4 cycles that must be kept busy
constexpr int steps = 256;

template <class T>
void report_flops(benchmark::State& state) {
    state.counters["FLOP/s"] = benchmark::Counter(2.0 * (32 / sizeof(T)) * rows * vectors * steps,
                                                  benchmark::Counter::kIsIterationInvariantRate);
}

template <class V, int Count>
void keep_in_register(V (&v)[Count]) {
    for (V& x : v) asm volatile("" : "+x"(x));
}

__m256 all(float x) { return _mm256_set1_ps(x); }
__m256d all(double x) { return _mm256_set1_pd(x); }
__m256 fused(__m256 a, __m256 b, __m256 c) { return _mm256_fmadd_ps(a, b, c); }
__m256d fused(__m256d a, __m256d b, __m256d c) { return _mm256_fmadd_pd(a, b, c); }

/// Nothing but fused multiply-adds.
template <class T>
void fma(benchmark::State& state) {
    using vector = decltype(all(T(0)));
    vector factors[2] = {all(T(1e-3)), all(T(1e-3))};
    vector sum[rows * vectors] = {};
    for (auto _ : state) {
        keep_in_register(factors);
        for (int k = 0; k < steps; ++k)
#pragma GCC unroll 12
            for (vector& s : sum) s = fused(factors[0], factors[1], s);
        keep_in_register(sum);
    }
    report_flops<T>(state);
}
BENCHMARK(fma<float>)->Name("peak/fma");
BENCHMARK(fma<double>)->Name("peak/fma_f64");

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
    report_flops<float>(state);
}
BENCHMARK(fma_and_loads)->Name("peak/fma_and_loads");

/// What the system says of a cache, in bytes, or the usual size.
std::size_t cache_size(int name, std::size_t usual) {
    const long size = sysconf(name);
    return size > 0 ? static_cast<std::size_t>(size) : usual;
}

/// Loads only, again and again from as many bytes: one row that streams through the weights of a layer can
/// be no faster than that.
void read(benchmark::State& state, std::size_t bytes) {
    struct alignas(64) block {
        float x[64];
    };
    std::vector<block> blocks(bytes / sizeof(block)); // written once: else all of it were one page of zeros
    block* first = blocks.data();
    make_opaque(first);
    for (auto _ : state)
        for (const block *b = first, *end = first + blocks.size(); b != end; ++b) {
#pragma GCC unroll 8
            for (int i = 0; i < 64; i += 8) asm volatile("" : : "x"(_mm256_load_ps(b->x + i)));
        }
    state.counters["bytes/s"] = benchmark::Counter(static_cast<double>(blocks.size() * sizeof(block)),
                                                   benchmark::Counter::kIsIterationInvariantRate);
}

/// A quarter of L2, of which a larger part may collide with itself, for pages lie anywhere; of L3, four times
/// as much as L2 holds, but no more than half of it, for others use it too.
[[maybe_unused]] const bool bandwidths_entered = [] {
    const std::size_t l2 = cache_size(_SC_LEVEL2_CACHE_SIZE, 512 << 10);
    const std::size_t l3 = cache_size(_SC_LEVEL3_CACHE_SIZE, 16 << 20);
    benchmark::RegisterBenchmark("peak/l2_read", read, l2 / 4);
    if (l3 > 2 * l2) benchmark::RegisterBenchmark("peak/l3_read", read, std::min(4 * l2, l3 / 2));
    return true;
}();

} // namespace
} // namespace bench
#endif
