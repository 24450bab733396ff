// A batch of 3 columns for a network of 2 inputs.
// expect: a batch must have as many columns as the network has inputs
// expect: batch_width_mismatch<.*batch_columns<3>, .*inputs<2>
// expect-gcc: \(3 == 2\)
// expect-clang: '3 == 2'
#include <handgrad/handgrad.hpp>

#include <cstdio>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    hg::rng rng{1};
    hg::parameters<net> p;
    net::initialize(p, rng);
#ifdef WELL_FORMED
    const hg::matrix<float, 8, 2> x;
#else
    const hg::matrix<float, 8, 3> x;
#endif
    const auto y = net::forward(p, x);
    std::printf("%g\n", y(0, 0));
    const hg::matrix<float, 8, 4>& same = y;
    return same(7, 3) > 0;
}
