// Two branches that are added but produce different numbers of outputs.
// expect: layers that are added must produce as many outputs as the first of them
// expect: branch_outputs_mismatch<.*layer_number<2, 2>, .*outputs<3>, .*expects<4>
// expect-gcc: \(3 == 4\)
// expect-clang: '3 == 4'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int width = 4;
#else
constexpr int width = 3;
#endif
using net =
    hg::network<hg::dense<8, 8>, hg::add<hg::dense<8, 4, hg::relu>, hg::dense<8, width>>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, 8> x;
    const hg::matrix<float, 1, 2> y = net::forward(p, x);
    return y(0, 0) > 0;
}
