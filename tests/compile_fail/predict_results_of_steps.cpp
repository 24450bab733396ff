// Room for a row of each step, where the network ends in last_step.
// expect: a batch of results must have as many rows as the network makes: one for each
// expect: made_rows_mismatch<.*batch_rows<2>, .*result_rows<8>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::last_step<4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
#ifdef WELL_FORMED
    hg::matrix<float, 2, 2> y;
    net::predict(p, hg::sequences<2>(x), y);
#else
    hg::matrix<float, 8, 2> y;
    net::predict(p, hg::sequences<2>(x), y);
#endif
    return p[0] > 0;
}
