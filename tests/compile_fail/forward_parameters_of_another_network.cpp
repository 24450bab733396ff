// The parameters of a network with another hidden width.
// expect: these parameters, or this gradient, belong to another network
// expect: parameters_of_another_network<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using small = hg::mlp<hg::relu, 2, 16, 4>;
using large = hg::mlp<hg::relu, 2, 32, 4>;

int main() {
#ifdef WELL_FORMED
    hg::parameters<large> p;
#else
    hg::parameters<small> p;
#endif
    const auto y = large::forward(p, hg::row(0.5f, 0.5f));
    return y(0, 3) > 0;
}
