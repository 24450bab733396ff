// A proof without its header, which the one for all leaves out.
// expect-gcc: use of deleted function .*gradient_check
// expect-clang: call to deleted function 'gradient_check'
// expect: gradient_check<Net>\(loss, p, x, target\) of testing/gradient_check\.hpp
#include <handgrad/handgrad.hpp>
#ifdef WELL_FORMED
#include <handgrad/testing/gradient_check.hpp>
#endif

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
    const hg::matrix<int, 8, 1> label;
    return hg::testing::gradient_check<net>(hg::softmax_cross_entropy{}, p, x, label).holds();
}
