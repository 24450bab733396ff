// The parameters of two networks in one file.
// expect: a checkpoint has the parameters of one network
// expect: parameters_of_more_networks<2>
#include <handgrad/handgrad.hpp>
#include <handgrad/io/resume.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

void save(const hg::parameters<net>& p, [[maybe_unused]] const hg::parameters<net>& q) {
#ifdef WELL_FORMED
    hg::io::write_checkpoint("file", p);
#else
    hg::io::write_checkpoint("file", p, q);
#endif
}
