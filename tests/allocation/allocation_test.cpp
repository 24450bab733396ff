// Forward, value_and_gradient, train_step and predict allocate nothing and free nothing: malloc and its kin
// are counted.
#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>

#include <cstdlib>
#include <dlfcn.h>
#include <new>

namespace {

thread_local volatile long calls = 0; // volatile: a compiler may take it that malloc changes no variable

template <class F>
F next(const char* name) {
    return reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
}

} // namespace

// The C library's functions, which operator new and delete call, are replaced in this program.
extern "C" {
void* malloc(std::size_t size) {
    static const auto real = next<void* (*)(std::size_t)>("malloc");
    calls = calls + 1;
    return real(size);
}
void free(void* p) {
    static const auto real = next<void (*)(void*)>("free");
    calls = calls + 1;
    real(p);
}
void* realloc(void* p, std::size_t size) {
    static const auto real = next<void* (*)(void*, std::size_t)>("realloc");
    calls = calls + 1;
    return real(p, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
    static const auto real = next<void* (*)(std::size_t, std::size_t)>("aligned_alloc");
    calls = calls + 1;
    return real(alignment, size);
}
}

namespace hg = handgrad;

namespace {

using net = hg::network<hg::dense<20, 33, hg::silu>, hg::dense<33, 65, hg::relu>, hg::dense<65, 10>>;

template <class F>
long calls_in(F f) {
    const long before = calls;
    f();
    return calls - before;
}

} // namespace

TEST_CASE("the counter counts") {
    int* volatile p = nullptr;
    CHECK(calls_in([&] { p = new int(1); }) > 0);
    CHECK(calls_in([&] { delete p; }) > 0);
    void* volatile q = nullptr;
    CHECK(calls_in([&] { q = std::malloc(8); }) == 1);
    CHECK(calls_in([&] { std::free(q); }) == 1);
}

TEST_CASE("no pass allocates or frees") {
    static net::workspace<32> ws;
    hg::rng r{1};
    hg::parameters<net> p, gradient;
    hg::optimizer_state<hg::momentum, net::parameter_count> state;
    net::initialise(p, r);
    hg::matrix<float, 45, 20> x;
    hg::matrix<float, 45, 10> y;
    std::array<int, 45> label{};
    for (float& v : x) v = r.normal<float>();
    const hg::rows<const float, 20> rows = x;
    const std::span<const int> labels = label;
    const hg::softmax_cross_entropy loss;

    float sum = 0;
    CHECK(calls_in([&] { sum += net::forward(p, x)(0, 0); }) == 0);
    CHECK(calls_in([&] { sum += net::forward(p, x.row(3))(0, 0); }) == 0);
    CHECK(calls_in([&] { net::predict(p, rows, y); }) == 0);
    CHECK(calls_in([&] { sum += net::value_and_gradient(loss, p, x, label, gradient, ws); }) == 0);
    CHECK(calls_in([&] { sum += net::value_and_gradient(loss, p, rows, labels, gradient, ws); }) == 0);
    CHECK(calls_in([&] { sum += net::train_step(loss, hg::sgd{.rate = 0.1}, p, x, label, ws); }) == 0);
    CHECK(calls_in([&] { sum += net::train_step(loss, hg::momentum{}, p, rows, labels, ws, state); }) == 0);
    CHECK(sum == sum);
}
