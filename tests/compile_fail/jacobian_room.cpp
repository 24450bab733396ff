// A place for a jacobian that has its rows for its columns.
// expect: a jacobian is written to a matrix or a view of the parameters. type of number, with a
// expect: row for each output of the network and a column for each input
// expect: not_room_for_a_jacobian<.*matrix<float, 2, 4>, .*matrix<float, 4, 2>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net> p;
    net::workspace<4> ws;
    const hg::matrix<float, 1, 2> x;
#ifdef WELL_FORMED
    hg::matrix<float, 4, 2> J;
    hg::jacobian(p, x, ws, J);
#else
    hg::matrix<float, 2, 4> J;
    hg::jacobian(p, x, ws, J);
#endif
    return J(0, 0) > 0;
}
