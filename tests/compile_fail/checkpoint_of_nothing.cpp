// A checkpoint without a part.
// expect: a checkpoint has parts: parameters<net>, an optimizer_state, rng
// expect: checkpoint_of_nothing<0>
#include <handgrad/handgrad.hpp>
#include <handgrad/io/resume.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

void save([[maybe_unused]] const hg::parameters<net>& p) {
#ifdef WELL_FORMED
    hg::io::write_checkpoint("file", p);
#else
    hg::io::write_checkpoint("file");
#endif
}
