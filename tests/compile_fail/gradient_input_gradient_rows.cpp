// Room for the gradient with respect to 4 rows, of a batch of 8.
// expect: a batch of results must have as many rows as the batch
// expect: result_rows_mismatch<.*batch_rows<8>, .*result_rows<4>
// expect-gcc: \(4 == 8\)
// expect-clang: '4 == 8'
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p, gradient;
    net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
#ifdef WELL_FORMED
    hg::matrix<float, 8, 2> dx;
#else
    hg::matrix<float, 4, 2> dx;
#endif
    return net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws, dx) > dx(3, 1);
}
