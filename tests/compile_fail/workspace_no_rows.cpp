// A workspace for no row.
// expect: a workspace is for one row at least: Net::workspace<64>
// expect-clang: net::workspace<0> ws
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    static const hg::parameters<net> p;
    static const hg::matrix<float, 4, 2> x;
#ifdef WELL_FORMED
    static net::workspace<4> ws;
#else
    static net::workspace<0> ws;
#endif
    return sizeof p + sizeof x + sizeof ws > 0;
}
