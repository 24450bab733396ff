// A dl/dy of 6 rows for a batch of 8.
// expect: vjp wants a row of dl/dy for each row of the batch
// expect: gradient_rows_mismatch<.*batch_rows<8>, .*result_rows<6>
// expect-gcc: \(6 == 8\)
// expect-clang: '6 == 8'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net> p;
    hg::parameters<net> dp;
    net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
#ifdef WELL_FORMED
    const hg::matrix<float, 8, 4> g;
#else
    const hg::matrix<float, 6, 4> g;
#endif
    hg::vjp(p, x, g, hg::discard{}, dp, ws);
    return dp[0] > 0;
}
