// No branch where there should be some side by side.
// expect: of layers side by side there must be at least one
// expect: no_branches<.*layers<0>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using joined = hg::concatenate<hg::skip<8>>;
#else
using joined = hg::concatenate<>;
#endif
using net = hg::network<hg::dense<3, 8, hg::relu>, joined>;

int main() {
    hg::parameters<net> p;
    const auto y = net::forward(p, hg::row(0.5f, 0.5f, 0.5f));
    return y(0, 0) > 0;
}
