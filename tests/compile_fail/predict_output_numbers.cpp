// A vector for the results of a network of 4 outputs.
// expect: these numbers count as results of one column, but the network has more outputs: results are a
// expect: matrix, a view<T, B, N>\(data\) or rows<T, N>\(data, count\)
// expect: numbers_are_a_column<.*vector<float.*outputs<4>
#include <handgrad/handgrad.hpp>

#include <vector>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
    std::vector<float> y(32);
#ifdef WELL_FORMED
    net::predict(p, x, hg::rows<float, 4>(y.data(), 8));
#else
    net::predict(p, x, y);
#endif
    return y[31] > 0;
}
