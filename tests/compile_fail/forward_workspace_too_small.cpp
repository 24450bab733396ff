// A workspace for 16 rows, a batch of 64.
// expect: forward works on the whole batch at once: the workspace must be for as many rows
// expect: workspace_too_small<.*batch_rows<64>, .*workspace_rows<16>
// expect-gcc: \(16 >= 64\)
// expect-clang: '16 >= 64'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net> p;
    const hg::matrix<float, 64, 2> x;
#ifdef WELL_FORMED
    static net::workspace<64> ws;
#else
    static net::workspace<16> ws;
#endif
    const auto y = net::forward(p, x, ws);
    return y(63, 3) > 0;
}
