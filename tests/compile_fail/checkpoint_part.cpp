// A part of a checkpoint that is none: the workspace, for its generator.
// expect: a checkpoint is of parameters<net>, .*, rng \(that of a workspace is ws.random\(\)\)
// expect: not_a_part_of_a_checkpoint<.*workspace<
#include <handgrad/handgrad.hpp>
#include <handgrad/io/resume.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

using forgetful = hg::network<hg::dropout<2>, hg::dense<2, 4>>;

void save(const hg::parameters<forgetful>& p, forgetful::workspace<8>& ws) {
#ifdef WELL_FORMED
    hg::io::write_checkpoint("file", p, ws.random());
#else
    hg::io::write_checkpoint("file", p, ws);
#endif
}
