// Hidden layers that become one, of which a row does not fit the stack.
// expect: collapse has a row of each hidden layer on the stack: where there is room for more than
// expect: HANDGRAD_STACK_BUDGET bytes, that is to be defined larger, before the first header
// expect: hidden_row_exceeds_stack<.*needed_bytes<160012>, .*budget_bytes<131072>
#include <handgrad/handgrad.hpp>

#include <memory>

namespace hg = handgrad;

using net = hg::network<hg::dense<2, 40000>, hg::dense<40000, 3>>;
using kept = hg::network<hg::dense<2, 40000>, hg::dropout<40000>, hg::dense<40000, 3>>;

int main() {
#ifdef WELL_FORMED
    const auto p = std::make_unique<hg::parameters<kept>>();
    const auto q = std::make_unique<hg::parameters<hg::collapsed<kept>>>();
    hg::collapse(*p, *q);
#else
    const auto p = std::make_unique<hg::parameters<net>>();
    const auto q = std::make_unique<hg::parameters<hg::collapsed<net>>>();
    hg::collapse(*p, *q);
#endif
    return (*q)[0] > 0;
}
