// A row of three numbers for a network of two inputs.
// expect: a batch must have as many columns as the network has inputs
// expect: batch_width_mismatch<.*batch_columns<3>, .*inputs<2>
// expect-gcc: \(3 == 2\)
// expect-clang: '3 == 2'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

#ifdef WELL_FORMED
constexpr auto x = hg::row(0.5f, 0.5f);
#else
constexpr auto x = hg::row(0.5f, 0.5f, 0.5f);
#endif

constexpr hg::parameters<net> p;
constexpr auto y = net::forward(p, x);
static_assert(y(0, 3) == 0);

int main() {}
