// The result is written to parameters of another network.
// expect: these parameters, or this gradient, belong to another network
// expect: parameters_of_another_network<
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;
using other = hg::mlp<hg::relu, 2, 32, 4>;

int main() {
    const hg::parameters<net> p;
    hg::dual_workspace<net, 1> ws;
    const hg::matrix<float, 1, 2> x;
    const std::array<int, 1> label{};
    const hg::softmax_cross_entropy loss;
#ifdef WELL_FORMED
    hg::parameters<net> Hv;
    hg::hessian_vector_product(loss, p, p, x, label, ws, Hv);
#else
    hg::parameters<other> Hv;
    hg::hessian_vector_product(loss, p, p, x, label, ws, Hv);
#endif
    return Hv[0] > 0;
}
