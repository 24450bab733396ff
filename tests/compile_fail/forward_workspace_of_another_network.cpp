// The workspace of a network with another hidden width.
// expect: this workspace belongs to another network
// expect: workspace_of_another_network<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using small = hg::mlp<hg::relu, 2, 16, 4>;
using large = hg::mlp<hg::relu, 2, 32, 4>;

int main() {
    const hg::parameters<large> p;
    const hg::matrix<float, 64, 2> x;
#ifdef WELL_FORMED
    static large::workspace<64> ws;
#else
    static small::workspace<64> ws;
#endif
    const auto y = large::forward(p, x, ws);
    return y(63, 3) > 0;
}
