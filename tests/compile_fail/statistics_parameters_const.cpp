// Running statistics that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*parameters<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::dense<2, 3>, hg::batch_norm<3>, hg::dense<3, 4>>;

int main() {
    const hg::matrix<float, 8, 2> x;
    static net::workspace<8> ws;
#ifdef WELL_FORMED
    hg::parameters<net> p;
    net::update_statistics(p, x, ws);
#else
    const hg::parameters<net> p;
    net::update_statistics(p, x, ws);
#endif
    return p[0] > 0;
}
