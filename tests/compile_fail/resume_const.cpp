// Parameters to go on with that are const.
// expect: this argument is written to: it must not be const
// expect: read_only<.*parameters<
#include <handgrad/handgrad.hpp>
#include <handgrad/io/resume.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

#ifdef WELL_FORMED
bool resumed(hg::parameters<net>& p) {
#else
bool resumed(const hg::parameters<net>& p) {
#endif
    return hg::io::resume("file", p);
}
