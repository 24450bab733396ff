// The same in predict.
// expect: nobody says how many sequences these rows are
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    hg::matrix<float, 8, 2> y;
#ifdef WELL_FORMED
    net::predict(p, hg::sequences<2>(x), y);
#else
    net::predict(p, hg::sequences(x), y);
#endif
    return p[0] > 0;
}
