// A tangent of 6 rows for an input of 8.
// expect: a tangent of the input must have as many rows as the input
// expect: tangent_rows_mismatch<.*batch_rows<8>, .*result_rows<6>
// expect-gcc: \(6 == 8\)
// expect-clang: '6 == 8'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
#ifdef WELL_FORMED
    const hg::matrix<float, 8, 2> dx;
#else
    const hg::matrix<float, 6, 2> dx;
#endif
    const auto [y, dy] = hg::jvp(p, hg::zero_tangent{}, x, dx);
    return y(0, 0) < dy(0, 0);
}
