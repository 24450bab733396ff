// Room for 3 results a row, of a network of 4 outputs.
// expect: a batch of results must have as many columns as the network has outputs
// expect: batch_width_mismatch<.*batch_columns<3>, .*outputs<4>
// expect-gcc: \(3 == 4\)
// expect-clang: '3 == 4'
#include <handgrad/handgrad.hpp>

#include <vector>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main(int count, char**) {
    const hg::parameters<net> p;
    std::vector<float> in(static_cast<std::size_t>(2 * count)), out(static_cast<std::size_t>(4 * count));
    const hg::rows<const float, 2> x(in.data(), count);
#ifdef WELL_FORMED
    const hg::rows<float, 4> y(out.data(), count);
#else
    const hg::rows<float, 3> y(out.data(), count);
#endif
    net::predict(p, x, y);
    return y[0](0, 2) > 0;
}
