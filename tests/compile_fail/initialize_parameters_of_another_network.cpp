// The parameters of a network with another activation are other parameters, though as many.
// expect: these parameters, or this gradient, belong to another network
// expect: parameters_of_another_network<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using one = hg::mlp<hg::relu, 2, 16, 4>;
using another = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::rng rng{1};
    hg::parameters<one> p;
#ifdef WELL_FORMED
    one::initialize(p, rng, hg::he_uniform{});
#else
    another::initialize(p, rng, hg::he_uniform{});
#endif
    return one::forward(p, hg::row(0.5f, 0.5f))(0, 3) > 0;
}
