// A target of 3 numbers a row for a network of 4 outputs.
// expect: a target must have as many numbers in a row as the loss expects
// expect: target_width_mismatch<.*target_columns<3>, .*expects<4>
// expect-gcc: \(3 == 4\)
// expect-clang: '3 == 4'
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p, gradient;
    net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
#ifdef WELL_FORMED
    const hg::matrix<float, 8, 4> target;
#else
    const hg::matrix<float, 8, 3> target;
#endif
    const auto loss = net::value_and_gradient(hg::mean_squared_error{}, p, x, target, gradient, ws);
    return loss > 0.5f;
}
