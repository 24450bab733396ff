// An int for a batch.
// expect: a batch is a matrix, a view or rows of numbers
// expect: not_a_batch<int>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
#ifdef WELL_FORMED
    const auto y = net::forward(p, hg::row(0.5f, 0.5f));
#else
    const auto y = net::forward(p, 2);
#endif
    return y(0, 0) > 0;
}
