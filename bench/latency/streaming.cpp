// One step of a stream, of networks with a memory.
#include "../harness/latency_table.hpp"
#include "../harness/opaque.hpp"

#include <handgrad/handgrad.hpp>

#include <memory>

namespace bench {
namespace {

namespace hg = handgrad;

constexpr int inputs = 64; // rows that take turns

template <class Net>
struct voice {
    hg::frozen<Net> f;
    typename Net::template state<> state;
    hg::matrix<float, inputs, Net::inputs> x;
    hg::matrix<float, 1, Net::outputs> y;

    voice() {
        hg::rng random{1};
        hg::parameters<Net> p;
        Net::initialize(p, random);
        f = hg::freeze(p);
        for (float& value : x) value = random.uniform(-1.0f, 1.0f);
    }
};

template <class Net>
void measure(const char* name, table& to) {
    const auto made = std::make_unique<voice<Net>>();
    voice<Net>* v = made.get();
    make_opaque(v);
    const auto step = [v](long i) {
        v->f.stream(v->x.row(static_cast<int>(i) % inputs).data(), v->y.data(), 1, v->state);
    };
    const testing::memory_range all[] = {testing::memory_range::of(*v)};
    to.measure(name, step);
    to.measure(name, step, all);
}

} // namespace

void measure_streaming(table& to) {
    measure<hg::network<hg::lstm<1, 16>, hg::dense<16, 1>>>("a step, lstm 1-16-1", to);
    measure<hg::network<hg::dense<22, 16, hg::relu>, hg::gru<16, 16>, hg::dense<16, 4>>>(
        "a step, 22-16-gru16-4", to);
    measure<hg::network<hg::gru<64, 64>>>("a step, gru 64", to);
}

} // namespace bench
