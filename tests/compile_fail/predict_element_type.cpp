// Results of double from parameters of float.
// expect: the numbers of a batch must have the type of the parameters' numbers
// expect: batch_element_mismatch<.*has<double>, .*wants<float>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net> p;
    const hg::matrix<float, 64, 2> x;
#ifdef WELL_FORMED
    hg::matrix<float, 64, 4> y;
#else
    hg::matrix<double, 64, 4> y;
#endif
    net::predict(p, x, y);
    return y(31, 3) > 0;
}
