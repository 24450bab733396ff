// Parameters of a block, which has its own.
// expect: parameters<Net> are those of a network Net, not of a Net::block<>
// expect-clang: p;
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
#ifdef WELL_FORMED
    hg::parameters<net> p;
#else
    hg::parameters<net::block<>> p;
#endif
    return sizeof p > 0;
}
