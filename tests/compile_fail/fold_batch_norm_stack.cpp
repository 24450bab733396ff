// Parameters that are too big to be returned.
// expect: parameters of more bytes than HANDGRAD_STACK_BUDGET are not returned: have them written to some
// expect: that are static or on the heap, collapse\(p, q\) or fold_batch_norm\(p, q\)
// expect: parameters_exceed_stack<.*needed_bytes<[0-9]+.*>, .*budget_bytes<131072
#include <handgrad/handgrad.hpp>

#include <memory>

namespace hg = handgrad;

using net = hg::network<hg::dense<300, 200>, hg::batch_norm<200>>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    const auto q = std::make_unique<hg::parameters<hg::without_batch_norm<net>>>();
#ifdef WELL_FORMED
    hg::fold_batch_norm(*p, *q);
#else
    *q = hg::fold_batch_norm(*p);
#endif
    return (*q)[0] > 0;
}
