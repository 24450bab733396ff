// Built with one set of compiler options after the other: a model may lie anywhere, and learns the same
// there.
#include <fixed_work.hpp>

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include <alloca.h>

namespace {

namespace hg = handgrad;

int failures = 0;

void expect(bool truth, const char* what) {
    if (truth) return;
    std::printf("failed: %s\n", what);
    ++failures;
}

#ifdef HANDGRAD_TEST_RESULTS // where tests/odr cannot
void check_results() {
    const auto results = fixed_work::all();
    for (std::size_t i = 0; i < results.size(); ++i) {
        if (results[i] == fixed_work::expected[i]) continue;
        std::printf("failed: %s: digest 0x%016" PRIx64 "\n", fixed_work::names[i], results[i]);
        ++failures;
    }
}
#else
void check_results() {}
#endif

/// NaN is refused even where the compiler may suppose that there is none.
void check_ranges() {
    volatile double not_a_number = __builtin_bit_cast(double, std::uint64_t{0x7ff8} << 48);
    volatile double infinity = __builtin_bit_cast(double, std::uint64_t{0x7ff0} << 48);
    for (const double x : {+not_a_number, -not_a_number, +infinity, -infinity}) {
        expect(!hg::range::finite::holds(x), "a finite number");
        expect(!hg::range::from_0_to_1::holds(x), "0 to 1");
        expect(!hg::range::positive::holds(x), "a positive number");
    }
    expect(hg::range::any_length::holds(infinity) && !hg::range::any_length::holds(not_a_number), "a length");
}

// --- a model wherever it may live ------------------------------------------------------------------------

using net = hg::mlp<hg::tanh, 3, 11, 2>;

/// Odd on purpose: what follows it in memory would be misaligned.
struct model {
    char odd = 0;
    hg::parameters<net> p;
    net::workspace<5> ws;
    hg::matrix<float, 5, 3> x;
};

template <class T>
bool aligned(const T& object) {
    return reinterpret_cast<std::uintptr_t>(&object) % 64 == 0;
}

/// Some steps of training on buffers that lie anywhere; the digest of what came out.
[[gnu::noinline]] std::uint64_t train(model& m) {
    expect(aligned(m.p) && aligned(m.ws) && aligned(m.x), "a model is aligned");
    hg::rng rng(9);
    net::initialize(m.p, rng);
    for (float& x : m.x) x = rng.normal<float>();
    const std::array label{0, 1, 0, 1, 1};
    digest d;
    for (int k = 0; k < 3; ++k)
        d.add(net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 0.1}, m.p, m.x, label, m.ws));
    fixed_work::add(d, m.p);
    fixed_work::add(d, net::forward(m.p, m.x));
    return d.value();
}

/// The same with a stack pointer moved by some multiple of 16 bytes, which is all that the ABI aligns it to.
[[gnu::noinline]] std::uint64_t train_lower_on_the_stack(model& m, std::size_t bytes) {
    auto* p = static_cast<volatile char*>(alloca(bytes));
    p[0] = 1;
    return train(m);
}

thread_local model of_this_thread;

void check_places() {
    model local;
    const std::uint64_t expected = train(local);
    for (std::size_t bytes = 16; bytes <= 64; bytes += 16)
        expect(train_lower_on_the_stack(local, bytes) == expected, "any stack pointer");
    static model in_static_memory;
    expect(train(in_static_memory) == expected, "static");
    expect(train(of_this_thread) == expected, "thread_local");
    std::uint64_t in_thread = 0;
    std::thread([&] { in_thread = train(of_this_thread); }).join();
    expect(in_thread == expected, "thread_local of another thread");
    std::vector<model> several(3);
    several.emplace_back();
    for (model& m : several) expect(train(m) == expected, "std::vector");
    std::optional<model> perhaps(std::in_place);
    expect(train(*perhaps) == expected, "std::optional");
    expect(train(*std::make_unique<model>()) == expected, "std::unique_ptr");
    expect(train(*std::make_shared<model>()) == expected, "std::shared_ptr");
}

} // namespace

int main() {
    check_results();
    check_ranges();
    check_places();
    std::printf("%s: %d failures\n", hg::simd::native_machine.name, failures);
    return failures != 0;
}
