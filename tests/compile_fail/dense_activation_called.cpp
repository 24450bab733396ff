// An activation with parentheses, which make it the type of a function.
// expect: an activation is given as a type, without parentheses: relu, not relu\(\)
// expect: not_an_activation<.*dense<2, 16
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using hidden = hg::dense<2, 16, hg::relu>;
#else
using hidden = hg::dense<2, 16, hg::relu()>;
#endif
using net = hg::network<hidden, hg::dense<16, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, 2> y = net::forward(p, hg::row(0.5f, 0.5f));
    return y(0, 0) > 0;
}
