// Weights, and products, below the smallest normal number: with the guard they must cost what others do.
#include "../harness/dense_stack.hpp"
#include "../harness/latency_table.hpp"
#include "../harness/opaque.hpp"

#include <memory>

namespace bench {
namespace {

using net = perceptron<hg::relu, 64, 64, 10>::net;

struct sample {
    hg::parameters<net> p;
    hg::matrix<float, 1, 64> x;
    hg::matrix<float, 1, 10> y;

    explicit sample(float size) {
        hg::rng random{1};
        for (float& value : p) value = size * random.uniform(0.5f, 1.0f);
        for (float& value : x) value = random.uniform(0.5f, 1.0f);
    }
};

} // namespace

void measure_denormal(table& to) {
    const auto time = [&](const char* name, float size, auto call) {
        const auto made = std::make_unique<sample>(size);
        sample* s = made.get();
        make_opaque(s);
        return to.measure(name, [=](long) { call(*s); });
    };
    const auto plain = [](sample& s) { s.y = net::forward(s.p, s.x); };
    const auto guarded = [](sample& s) {
        const hg::flush_to_zero guard;
        s.y = net::forward(s.p, s.x);
    };
    constexpr float normal = 0.1f, denormal = 0x1p-130f;
    const double usual = time("64-64-10, usual weights", normal, plain);
    const double slow = time("64-64-10, denormal weights", denormal, plain);
    const double usual_guarded = time("64-64-10, usual weights, guarded", normal, guarded);
    const double fast = time("64-64-10, denormal weights, guarded", denormal, guarded);
    std::printf(
        "\ndenormal weights take %.2f x the time of usual ones, under the guard %.2f x; the guard itself "
        "%.1f ns\n",
        slow / usual, fast / usual_guarded, usual_guarded - usual);
}

} // namespace bench
