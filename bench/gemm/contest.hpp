/// The three products of a network as tasks of one kind: `out` (M, N) is a sum over K.
#pragma once

#include "../harness/enter.hpp"
#include "../harness/opaque.hpp"
#include "operands.hpp"

#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <type_traits>

namespace bench {

/// Times a contestant on a product. A contestant is made, and may `prepare(a, b, out)`, before the clock
/// starts. It may `finish(out)` after it has stopped.
template <class Problem, class Contestant>
void time_product(benchmark::State& state) {
    using T = typename Problem::number;
    auto& numbers = operands<T>::of(Problem::shape);
    const auto made = std::make_unique<Contestant>();
    Contestant* contestant = made.get();
    const T* a = numbers.a();
    const T* b = numbers.b();
    T* out = numbers.out();
    if constexpr (requires { contestant->prepare(a, b, out); }) contestant->prepare(a, b, out);
    // The compiler must not know where the operands lie, nor that they stay the same from call to call.
    make_opaque(contestant);
    make_opaque(a);
    make_opaque(b);
    make_opaque(out);
    numbers.spoil();
    for (auto _ : state) {
        contestant->multiply(a, b, out);
        touch_memory();
    }
    if constexpr (requires { contestant->finish(out); }) contestant->finish(out);
    // Google Benchmark makes a short run first, to find how many calls to time: a wrong product stops there.
    // There is one call of `multiply` only, so that what is checked is the very code that is timed.
    numbers.require_correct(Problem::name().append(" by ").append(Contestant::name));
    state.counters["FLOP/s"] = benchmark::Counter(2.0 * Problem::m * Problem::n * Problem::k,
                                                  benchmark::Counter::kIsIterationInvariantRate);
    if (Problem::m == 1) state.counters["weights"] = 1.0 * sizeof(T) * Problem::n * Problem::k;
}

/// out = A B, where A (M, K) or B (K, N) lies transposed in memory; all of them row by row.
template <class T, int M, int N, int K, bool TransposedA, bool TransposedB>
struct product {
    using number = T;
    static constexpr int m = M, n = N, k = K;
    static constexpr bool transposed_a = TransposedA, transposed_b = TransposedB;
    static constexpr int a_rows = TransposedA ? K : M, a_cols = TransposedA ? M : K;
    static constexpr int b_rows = TransposedB ? N : K, b_cols = TransposedB ? K : N;
    static constexpr product_shape shape{M, N, K, TransposedA, TransposedB};

    /// The products of one row have a table of their own.
    static std::string group() {
        std::string name = M == 1 ? "gemv_" : "gemm_";
        name.append(TransposedA ? "t" : "n").append(TransposedB ? "t" : "n");
        return std::is_same_v<T, double> ? name.append("_f64") : name;
    }
    static std::string name() {
        return std::to_string(M).append("x").append(std::to_string(N)).append("x").append(std::to_string(K));
    }
    template <class Contestant>
    static void time(benchmark::State& state) {
        time_product<product, Contestant>(state);
    }
};

/// Z W: the forward pass.
template <class T, int M, int N, int K>
using nn = product<T, M, N, K, false, false>;

/// dW = Z^T G: the gradient of the weights.
template <class T, int M, int N, int K>
using tn = product<T, M, N, K, true, false>;

/// dZ = G W^T: the gradient of the inputs.
template <class T, int M, int N, int K>
using nt = product<T, M, N, K, false, true>;

} // namespace bench
