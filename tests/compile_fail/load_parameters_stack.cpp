// Parameters that are too many to be returned by load.
// expect: these parameters, on their way out of load, need more bytes of the stack than
// HANDGRAD_STACK_BUDGET: expect: load_into\(p, file\), p static or on the heap expect:
// loaded_parameters_exceed_stack<.*needed_bytes<[0-9]+.*>, .*budget_bytes<131072
#include <handgrad/handgrad.hpp>
#include <handgrad/io/load.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 784, 128, 10>;

int main() {
    const std::vector<std::byte> bytes(100);
#ifdef WELL_FORMED
    static hg::parameters<net> p;
    hg::io::load_into(p, hg::io::source(bytes));
#else
    const auto p = hg::io::load<net>(hg::io::source(bytes));
#endif
    return p[0] > 0;
}
