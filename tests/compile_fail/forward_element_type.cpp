// A batch of float for parameters of double.
// expect: the numbers of a batch must have the type of the parameters' numbers
// expect: batch_element_mismatch<.*has<float>, .*wants<double>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    hg::parameters<net, double> p;
#ifdef WELL_FORMED
    const hg::matrix<double, 8, 2> x;
#else
    const hg::matrix<float, 8, 2> x;
#endif
    const hg::matrix<double, 8, 4> y = net::forward(p, x);
    return y(0, 0) > 0;
}
