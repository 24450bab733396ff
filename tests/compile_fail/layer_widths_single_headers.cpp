// The message does not grow if the headers are included one by one.
// expect: a layer must expect as many inputs as the layer before it produces
// expect: shape_mismatch<.*layer_number<2>, .*produces<16>, .*expects<12>
// expect-gcc: \(16 == 12\)
// expect-clang: '16 == 12'
#include <handgrad/layer/dense.hpp>
#include <handgrad/network/network.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::dense<4, 16>, hg::dense<16, 2>>;
#else
using net = hg::network<hg::dense<4, 16>, hg::dense<12, 2>>;
#endif

int main() {
    const hg::parameters<net> p;
    const hg::matrix<float, 8, 4> x;
    return net::forward(p, x)(7, 1) > 0;
}
