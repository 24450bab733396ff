// Parameters that are too big to be returned.
// expect: parameters of more bytes than HANDGRAD_STACK_BUDGET are not returned: have them written to some
// expect: that are static or on the heap, collapse\(p, q\) or fold_batch_norm\(p, q\)
// expect: parameters_exceed_stack<.*needed_bytes<[0-9]+.*>, .*budget_bytes<131072
#include <handgrad/handgrad.hpp>

#include <memory>

namespace hg = handgrad;

using net = hg::network<hg::dense<300, 20>, hg::dense<20, 300>>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    const auto q = std::make_unique<hg::parameters<hg::collapsed<net>>>();
#ifdef WELL_FORMED
    hg::collapse(*p, *q);
#else
    *q = hg::collapse(*p);
#endif
    return (*q)[0] > 0;
}
