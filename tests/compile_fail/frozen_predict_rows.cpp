// Room for 7 results of 8 rows.
// expect: a batch of results must have as many rows as the batch
// expect: result_rows_mismatch<.*batch_rows<8>, .*result_rows<7>
// expect-gcc: \(7 == 8\)
// expect-clang: '7 == 8'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 32, 4>;

int main() {
    const auto f = hg::freeze(hg::parameters<net>{});
    const hg::matrix<float, 8, 2> x;
#ifdef WELL_FORMED
    hg::matrix<float, 8, 4> y;
#else
    hg::matrix<float, 7, 4> y;
#endif
    f.predict(x, y);
    return y(6, 3) > 0;
}
