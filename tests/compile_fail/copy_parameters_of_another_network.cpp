// Parameters that are copied to those of another network, which has as many.
// expect: = delete; // numbers of one type, as many here as there, to what may be written
// expect-gcc: copied_block_is_of_another_network
// expect: hg::copy.q, p.
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
    hg::copy(q, p);
    return p[0] > 0;
}
