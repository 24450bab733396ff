// A layer that observes its batch after the step, in a checkpoint, which has forgotten the batch by then.
// expect: a checkpoint forgets its forward pass, so that it cannot contain a layer that observes its batch
// expect: statistics_in_checkpoint<(handgrad::)?(isa_.*::)?(mistake::)?layer_number<2, 2>, .*batch_norm<8
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using norm = hg::layer_norm<8>;
#else
using norm = hg::batch_norm<8>;
#endif
using net = hg::network<hg::dense<2, 8>, hg::checkpoint<hg::dense<8, 8>, norm>, hg::dense<8, 1>>;

int main() {
    const hg::parameters<net> p;
    return net::forward(p, hg::row(1.0f, 2.0f))(0, 0) > 0;
}
