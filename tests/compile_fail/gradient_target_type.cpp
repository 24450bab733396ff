// A target of float for parameters of double.
// expect: the numbers of a target must have the type that the loss expects: int for labels, else that
// expect: of the parameters
// expect: target_element_mismatch<.*has<float>, .*wants<double>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net, double> p, gradient;
    net::workspace<8, double> ws;
    const hg::matrix<double, 8, 2> x;
#ifdef WELL_FORMED
    const hg::matrix<double, 8, 4> target;
#else
    const hg::matrix<float, 8, 4> target;
#endif
    return net::value_and_gradient(hg::mean_squared_error{}, p, x, target, gradient, ws) > 0.5;
}
