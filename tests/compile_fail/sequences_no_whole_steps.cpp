// 8 rows as the steps of 3 sequences.
// expect: the rows of a batch are as many steps of each of its sequences
// expect: batch_rows<8>, .*batch_sequences<3>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
#ifdef WELL_FORMED
    p[0] = net::forward(p, hg::sequences<2>(x))(0, 0);
#else
    p[0] = net::forward(p, hg::sequences<3>(x))(0, 0);
#endif
    return p[0] > 0;
}
