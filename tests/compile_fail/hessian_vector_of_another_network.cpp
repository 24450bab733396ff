// H v for a v that is no direction among this network's parameters.
// expect: parameters_of_another_network<
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;
using other = hg::mlp<hg::relu, 2, 17, 4>;

int main() {
    const hg::parameters<net> p;
#ifdef WELL_FORMED
    const hg::parameters<net> v;
#else
    const hg::parameters<other> v;
#endif
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
    const auto product = hg::hessian_vector_product(hg::softmax_cross_entropy{}, p, v, x, label);
    return product[0] > 0;
}
