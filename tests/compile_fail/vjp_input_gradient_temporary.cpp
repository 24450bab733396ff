// An input gradient of vjp that nobody keeps.
// expect: this argument is written to, but is a temporary, gone after the call: name it first
// expect: written_temporary<.*matrix<float, 8, 2>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
    hg::matrix<float, 8, 4> y;
    hg::matrix<float, 8, 2> dx;
#ifdef WELL_FORMED
    hg::vjp(p, x, y, dx, hg::discard{});
#else
    hg::vjp(p, x, y, hg::matrix<float, 8, 2>{}, hg::discard{});
#endif
    return dx(0, 0) > 0;
}
