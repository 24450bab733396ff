// A workspace for 8 rows, which would be sequences of one step each.
// expect: nobody says how many sequences these rows are|many steps, Net::workspace<16 \* hg::steps\(64\)>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    const hg::matrix<float, 8, 2> target;
#ifdef WELL_FORMED
    static net::workspace<2 * hg::steps(4)> ws;
    net::train_step(hg::mean_squared_error{}, hg::sgd{}, p, hg::sequences(x), target, ws);
#else
    static net::workspace<8> ws;
    net::train_step(hg::mean_squared_error{}, hg::sgd{}, p, hg::sequences(x), target, ws);
#endif
    return p[0] > 0;
}
