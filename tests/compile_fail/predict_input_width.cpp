// Rows of 3 numbers for a network of 2 inputs.
// expect: a batch must have as many columns as the network has inputs
// expect: batch_width_mismatch<.*batch_columns<3>, .*inputs<2>
// expect-gcc: \(3 == 2\)
// expect-clang: '3 == 2'
#include <handgrad/handgrad.hpp>

#include <vector>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main(int count, char**) {
    const hg::parameters<net> p;
    std::vector<float> in(static_cast<std::size_t>(3 * count)), out(static_cast<std::size_t>(4 * count));
#ifdef WELL_FORMED
    const hg::rows<const float, 2> x(in.data(), count);
#else
    const hg::rows<const float, 3> x(in.data(), count);
#endif
    const hg::rows<float, 4> y(out.data(), count);
    net::predict(p, x, y);
    return y[0](0, 3) > 0;
}
