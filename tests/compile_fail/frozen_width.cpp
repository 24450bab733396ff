// A batch of 3 columns for a frozen network of 2 inputs.
// expect: a batch must have as many columns as the network has inputs
// expect: batch_width_mismatch<.*batch_columns<3>, .*inputs<2>
// expect-gcc: \(3 == 2\)
// expect-clang: '3 == 2'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 32, 4>;

int main() {
    const auto f = hg::freeze<hg::bfloat16>(hg::parameters<net>{});
#ifdef WELL_FORMED
    const hg::matrix<float, 8, 2> x;
#else
    const hg::matrix<float, 8, 3> x;
#endif
    return f.forward(x)(7, 3) > 0;
}
