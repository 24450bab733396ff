// Parameters that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*parameters<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    hg::rng rng{1};
#ifdef WELL_FORMED
    hg::parameters<net> p;
#else
    const hg::parameters<net> p;
#endif
    net::initialize(p, rng);
    return net::forward(p, hg::row(0.5f, 0.5f))(0, 3) > 0;
}
