// Within the third layer, a residual one, the second of its layers expects another width.
// expect: a layer must expect as many inputs as the layer before it produces
// expect: shape_mismatch<.*layer_number<2, 2>, .*produces<64>, .*expects<63>
// expect-gcc: \(64 == 63\)
// expect-clang: '64 == 63'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int width = 64;
#else
constexpr int width = 63;
#endif
using net = hg::network<hg::dense<4, 16>, hg::residual<hg::dense<16, 64, hg::relu>, hg::dense<width, 16>>,
                        hg::dense<16, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, 4> x;
    const hg::matrix<float, 1, 2> y = net::forward(p, x);
    return y(0, 0) > 0;
}
