// Parameters that are assigned those of another network.
// expect: = delete; // not parameters of this network: see copy\(from, to\)
// expect: p = q
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 6, 3>;
using other = hg::mlp<hg::tanh, 2, 6, 3>;

int main() {
    hg::parameters<net> p;
#ifdef WELL_FORMED
    hg::parameters<net> q;
#else
    hg::parameters<other> q;
#endif
    p = q;
    return p[0] > 0;
}
