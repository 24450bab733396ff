// An mlp of no width.
// expect: an mlp must have at least an input and an output width
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::mlp<hg::relu, 784, 10>;
#else
using net = hg::mlp<hg::relu>;
#endif

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 784> x;
    hg::matrix<float, 8, 10> y;
    net::predict(p, x, y);
    return y(7, 0) > 0;
}
