// The Jacobian of a batch of 8.
// expect: a jacobian is that of one row: x.row\(r\)
// expect: jacobian_of_one_row<.*batch_rows<8>
// expect-gcc: \(8 == 1\)
// expect-clang: '8 == 1'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
#ifdef WELL_FORMED
    const auto J = hg::jacobian(p, x.row(0));
#else
    const auto J = hg::jacobian(p, x);
#endif
    return J.begin() == J.end();
}
