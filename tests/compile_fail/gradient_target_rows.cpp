// A target of 7 rows for a batch of 8.
// expect: there must be as many targets as the batch has rows
// expect: target_rows_mismatch<.*batch_rows<8>, .*target_rows<7>
// expect-gcc: \(7 == 8\)
// expect-clang: '7 == 8'
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
    const hg::matrix<float, 7, 4> target;
#endif
    const auto loss = net::value_and_gradient(hg::mean_squared_error{}, p, x, target, gradient, ws);
    return loss > 0.5f;
}
