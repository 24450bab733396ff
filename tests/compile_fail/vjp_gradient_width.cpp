// A dl/dy of 3 columns for a network of 4 outputs.
// expect: a batch of results must have as many columns as the network has outputs
// expect: batch_width_mismatch<.*batch_columns<3>, .*outputs<4>
// expect-gcc: \(3 == 4\)
// expect-clang: '3 == 4'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net> p;
    hg::parameters<net> dp;
    const hg::matrix<float, 8, 2> x;
    hg::matrix<float, 8, 2> dx;
#ifdef WELL_FORMED
    const hg::matrix<float, 8, 4> g;
#else
    const hg::matrix<float, 8, 3> g;
#endif
    hg::vjp(p, x, g, dx, dp);
    return dp[0] > 0;
}
