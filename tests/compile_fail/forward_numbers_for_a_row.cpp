// An array of two numbers for a row of two.
// expect: these numbers count as a batch of one column, but the network has more inputs: one row of
// expect: them is row\(a, b, ..\) or view<const T, 1, N>\(data\)
// expect: numbers_are_a_column<.*array<float, 2>, .*inputs<2>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    const std::array<float, 2> x{0.5f, 0.5f};
#ifdef WELL_FORMED
    const auto y = net::forward(p, hg::view<const float, 1, 2>(x.data()));
#else
    const auto y = net::forward(p, x);
#endif
    return y(0, 0) > 0;
}
