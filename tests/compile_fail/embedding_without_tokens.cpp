// An embedding of no token.
// expect: an embedding must know one token at least: embedding<Tokens, N>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::embedding<9, 2>>;
#else
using net = hg::network<hg::embedding<0, 2>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
