/// Times every contestant on every shape of a list.
#pragma once

#include "../enter.hpp"
#include "../opaque.hpp"
#include "contestants.hpp"
#include "operands.hpp"

#include <benchmark/benchmark.h>

namespace bench {

template <class Problem, class Contestant>
void time_product(benchmark::State& state) {
    auto& numbers = operands<Problem>::instance();
    const float* a = numbers.a();
    const float* b = numbers.b();
    float* out = numbers.out();
    // The compiler must not know where the operands lie, nor that they stay the same from call to call.
    make_opaque(a);
    make_opaque(b);
    make_opaque(out);
    numbers.spoil();
    for (auto _ : state) {
        Contestant::multiply(a, b, out);
        touch_memory();
    }
    // Google Benchmark makes a short run first, to find how many calls to time: a wrong product stops there.
    // There is one call of `multiply` only, so that what is checked is the very code that is timed.
    numbers.require_correct(Contestant::name);
    state.counters["FLOP/s"] = benchmark::Counter(2.0 * Problem::m * Problem::n * Problem::k,
                                                  benchmark::Counter::kIsIterationInvariantRate);
}

template <class Problem, class Contestant>
void add() {
    enter(Problem::form, Problem::shape(), Contestant::name, time_product<Problem, Contestant>);
}

/// Products of more than this are left out for Eigen's lazyProduct, which needs them small.
inline constexpr int largest_lazy_product = 64 * 64 * 64;

/// A shape: the output is M x N, a sum over K.
template <int M, int N, int K>
struct size {};

/// contest<nn>(size<8, 8, 8>{}, ...): registers the benchmarks. The result is there to be put into a
/// constant.
template <template <int, int, int> class Form, int... M, int... N, int... K>
bool contest(size<M, N, K>...) {
    const auto add_all = []<class Problem>() {
        add<Problem, by_handgrad<Problem>>();
        add<Problem, by_eigen_fixed<Problem>>();
        if constexpr (Problem::m * Problem::n * Problem::k <= largest_lazy_product)
            add<Problem, by_eigen_lazy<Problem>>();
        add<Problem, by_eigen_dynamic<Problem>>();
    };
    (add_all.template operator()<Form<M, N, K>>(), ...);
    return true;
}

} // namespace bench
