// A frozen network that is too large to be returned by load_frozen.
// expect: this frozen network, on its way out of load_frozen, needs more bytes of the stack than
// expect: HANDGRAD_STACK_BUDGET: load_frozen_into\(f, file\), f static or on the heap
// expect: loaded_network_exceeds_stack<.*needed_bytes<[0-9]+.*>, .*budget_bytes<131072
#include <handgrad/handgrad.hpp>
#include <handgrad/io/load_frozen.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 784, 128, 10>;

int main() {
    const std::vector<std::byte> bytes(100);
    const hg::matrix<float, 1, 784> x;
#ifdef WELL_FORMED
    static hg::frozen<net> f;
    hg::io::load_frozen_into(f, hg::io::source(bytes));
#else
    const auto f = hg::io::load_frozen<net>(hg::io::source(bytes));
#endif
    return f.forward(x)(0, 3) > 0;
}
