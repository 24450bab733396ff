// An lstm of more parameters than an int counts.
// expect: a layer, or a network, has at most 2147483647 parameters
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::lstm<30, 30>>;
#else
using net = hg::network<hg::lstm<30000, 30000>>;
#endif

int main() { return net::depth; }
