// Two branches side by side that expect inputs of different widths.
// expect: layers side by side must expect as many inputs as the first of them
// expect: branch_inputs_mismatch<.*layer_number<1, 2>, .*inputs<7>, .*expects<8>
// expect-gcc: \(7 == 8\)
// expect-clang: '7 == 8'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int width = 8;
#else
constexpr int width = 7;
#endif
using net = hg::network<hg::concatenate<hg::dense<8, 4, hg::relu>, hg::dense<width, 3>>, hg::dense<7, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, 8> x;
    const hg::matrix<float, 1, 2> y = net::forward(p, x);
    return y(0, 0) > 0;
}
