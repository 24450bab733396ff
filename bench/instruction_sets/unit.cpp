// Compiled once for each instruction set, under its name BENCH_SET: one row through the small networks, two
// products, and plain loops for the same, whose sums are rounded as the compiler likes.
#include <handgrad/handgrad.hpp>

#include <benchmark/benchmark.h>

#include <string>

namespace {

namespace hg = handgrad;

constexpr const char* set = BENCH_SET;

/// Nobody knows what is in there: neither the compiler, which might calculate the answer once and for all.
void hide(const void* where) { benchmark::DoNotOptimize(where); }

template <class F>
void measure(const std::string& task, const char* contestant, F run) {
    benchmark::RegisterBenchmark((task + "/" + contestant + "/" + set).c_str(),
                                 [run](benchmark::State& state) {
                                     for (auto _ : state) {
                                         run();
                                         benchmark::ClobberMemory();
                                     }
                                 });
}

template <class T>
T& filled() {
    static T numbers;
    hg::rng rng{1};
    for (float& x : numbers) x = rng.uniform(-1.0f, 1.0f);
    hide(&numbers);
    return numbers;
}

/// C = A B, a row at a time.
template <int M, int K, int N>
void loops(const float* a, const float* b, float* c) {
    for (int i = 0; i < M; ++i) {
        float sum[N] = {};
        for (int k = 0; k < K; ++k)
            for (int j = 0; j < N; ++j) sum[j] += a[i * K + k] * b[k * N + j];
        for (int j = 0; j < N; ++j) c[i * N + j] = sum[j];
    }
}

/// y = sigma(x W + b), of parameters that lie as the library's.
template <int In, int Out, int... Rest>
void loops_through(const float* x, const float* p, float* y) {
    float sum[Out];
    loops<1, In, Out>(x, p, sum);
    for (int j = 0; j < Out; ++j) sum[j] += p[In * Out + j];
    if constexpr (sizeof...(Rest) == 0) {
        for (int j = 0; j < Out; ++j) y[j] = sum[j];
    } else {
        for (float& s : sum) s = s > 0 ? s : 0;
        loops_through<Out, Rest...>(sum, p + In * Out + Out, y);
    }
}

template <int In, int... Widths>
void enter_network(const char* task) {
    using net = hg::mlp<hg::relu, In, Widths...>;
    static hg::parameters<net> p;
    hg::rng rng{2};
    net::initialize(p, rng);
    static const auto frozen = hg::freeze(p);
    static const auto& x = filled<hg::matrix<float, 1, In>>();
    static hg::matrix<float, 1, net::outputs> y;
    for (const void* each :
         {static_cast<const void*>(&p), static_cast<const void*>(&frozen), static_cast<const void*>(&y)})
        hide(each);
    measure(task, "handgrad", [] { y = net::forward(p, x); });
    measure(task, "handgrad, frozen", [] { y = frozen.forward(x); });
    measure(task, "plain loops", [] { loops_through<In, Widths...>(x.data(), p.data(), y.data()); });
}

template <int M, int K, int N>
void enter_product(const char* task) {
    static const auto& a = filled<hg::matrix<float, M, K>>();
    static const auto& b = filled<hg::matrix<float, K, N>>();
    static hg::matrix<float, M, N> c;
    hide(&c);
    measure(task, "handgrad", [] { hg::gemm_nn(a.view(), b.view(), c.view()); });
    measure(task, "plain loops", [] { loops<M, K, N>(a.data(), b.data(), c.data()); });
}

[[maybe_unused]] const bool entered = [] {
    enter_network<16, 16, 1>("16-16-1");
    enter_network<8, 64, 64, 4>("8-64-64-4");
    enter_network<32, 32, 32, 8>("32-32-32-8");
    enter_network<64, 64, 32, 10>("64-64-32-10");
    enter_product<64, 64, 64>("64x64x64");
    enter_product<32, 100, 10>("32x100x10");
    return true;
}();

} // namespace
