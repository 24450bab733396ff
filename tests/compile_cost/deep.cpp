// Layers of odd widths, no two alike, and residual ones among them.
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

template <int Width, int Hidden>
using block = hg::residual<hg::dense<Width, Hidden, hg::relu>, hg::dense<Hidden, Width>>;

using net = hg::network<hg::dense<37, 101, hg::relu>, block<101, 53>, hg::dense<101, 77, hg::relu>,
                        block<77, 91>, hg::dense<77, 45, hg::relu>, block<45, 29>,
                        hg::dense<45, 23, hg::relu>, block<23, 67>, hg::dense<23, 11>>;

float step(hg::parameters<net>& p, net::workspace<32>& ws, const hg::matrix<float, 32, 37>& x,
           const hg::matrix<float, 32, 11>& target) {
    return net::train_step(hg::mean_squared_error{}, hg::sgd{}, p, x, target, ws);
}
