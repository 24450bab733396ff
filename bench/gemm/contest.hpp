/// Times every contestant on every shape of a list.
#pragma once

#include "../enter.hpp"
#include "../opaque.hpp"
#include "operands.hpp"
#include "problem.hpp"

#include <benchmark/benchmark.h>

#include <entrants.hpp>

#include <memory>
#include <tuple>
#include <type_traits>

namespace bench {

/// A contestant is made, and may `prepare(a, b, out)`, before the clock starts. It may `finish(out)` after it
/// has stopped.
template <class Problem, class Contestant>
void time_product(benchmark::State& state) {
    using T = typename Problem::number;
    auto& numbers = operands<Problem>::instance();
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
    numbers.require_correct(Contestant::name);
    state.counters["FLOP/s"] = benchmark::Counter(2.0 * Problem::m * Problem::n * Problem::k,
                                                  benchmark::Counter::kIsIterationInvariantRate);
    if (Problem::m == 1) state.counters["weights"] = 1.0 * sizeof(T) * Problem::n * Problem::k;
}

template <class Problem, class... Contestant>
void enter_all(std::type_identity<std::tuple<Contestant...>>) {
    const auto enter_one = []<class C>() {
        if constexpr (enters<C>())
            enter(Problem::form(), Problem::shape(), C::name, time_product<Problem, C>);
    };
    (enter_one.template operator()<Contestant>(), ...);
}

/// A shape: the output is M x N, a sum over K.
template <int M, int N, int K>
struct size {};

/// contest<nn, float>(size<8, 8, 8>{}, ...): registers the benchmarks. The result is there to be put into a
/// constant.
template <template <class, int, int, int> class Form, class T, int... M, int... N, int... K>
bool contest(size<M, N, K>...) {
    (enter_all<Form<T, M, N, K>>(std::type_identity<entrants<Form<T, M, N, K>>>{}), ...);
    return true;
}

/// Says in the results who is not measured.
inline const bool missing_described = *missing_peers == '\0' || describe("missing", missing_peers);

} // namespace bench
