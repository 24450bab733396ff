// An epsilon that is written as a number of digits.
// expect: the epsilon of layer_norm and batch_norm is a std::ratio above 0
// expect: not_an_epsilon<.*layer_norm<4
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using epsilon = std::ratio<1, 100000>;
#else
using epsilon = std::ratio<-5>;
#endif
using net = hg::network<hg::dense<8, 4>, hg::layer_norm<4, epsilon>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, 8> x;
    const hg::matrix<float, 1, 2> y = net::forward(p, x);
    return y(0, 0) > 0;
}
