// A convolution without its window.
// expect: where the layer expects its window, window<Height, Width>, stands something else
// expect: not_a_window<.*conv2d<.*, .*not_given
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using conv = hg::conv2d<hg::image<8, 8>, 16, hg::window<3>>;
#else
using conv = hg::conv2d<hg::image<8, 8>, 16>;
#endif
using net = hg::network<conv>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, 64> x;
    const auto y = net::forward(p, x);
    return y(0, 0) > 0;
}
