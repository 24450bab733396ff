// Room for the results of 32 rows, a batch of 64.
// expect: a batch of results must have as many rows as the batch
// expect: result_rows_mismatch<.*batch_rows<64>, .*result_rows<32>
// expect-gcc: \(32 == 64\)
// expect-clang: '32 == 64'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net> p;
    const hg::matrix<float, 64, 2> x;
#ifdef WELL_FORMED
    hg::matrix<float, 64, 4> y;
#else
    hg::matrix<float, 32, 4> y;
#endif
    net::predict(p, x, y);
    return y(31, 3) > 0;
}
