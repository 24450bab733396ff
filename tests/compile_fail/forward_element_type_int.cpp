// A row of int.
// expect: the numbers of a batch must have the type of the parameters' numbers
// expect: batch_element_mismatch<.*has<int>, .*wants<float>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
#ifdef WELL_FORMED
    const auto y = net::forward(p, hg::row(1.0f, 2.0f));
#else
    const auto y = net::forward(p, hg::row(1, 2));
#endif
    return y(0, 0) > 0;
}
