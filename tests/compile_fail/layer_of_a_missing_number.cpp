// A layer counted from 0, of a block.
// expect: // layers are numbered from 1 to depth
// expect: with (int )?I = 0
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    net::block<> p;
#ifdef WELL_FORMED
    net::layer<1>(p)(0, 0) = 1;
#else
    net::layer<0>(p)(0, 0) = 1;
#endif
    return p[0] > 0;
}
