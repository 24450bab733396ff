// The weights of parameters that nobody keeps.
// expect: = delete; // a view of temporary parameters: name them first
// expect: weights<1>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
#ifdef WELL_FORMED
    const hg::parameters<net> p;
    const auto y = p.weights<1>();
#else
    const auto y = hg::parameters<net>().weights<1>();
#endif
    return y(0, 0) > 0;
}
