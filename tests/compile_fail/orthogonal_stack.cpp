// A layer with more inputs and outputs than an initializer has room for.
// expect: orthogonal has In \+ Out doubles on the stack: for a layer of more than that,
// expect: HANDGRAD_STACK_BUDGET is to be defined larger, before the first header
#include <handgrad/handgrad.hpp>

#include <memory>

namespace hg = handgrad;

using net = hg::network<hg::dense<20000, 4>>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    hg::rng rng(1);
#ifdef WELL_FORMED
    hg::glorot_normal{}(p->weights<1>(), rng);
#else
    hg::orthogonal{}(p->weights<1>(), rng);
#endif
    return (*p)[0] > 0;
}
