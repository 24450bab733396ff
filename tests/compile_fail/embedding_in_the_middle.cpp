// An embedding behind another layer.
// expect: an embedding takes tokens, which no layer produces: it must be the first
// expect: tokens_after_a_layer<.*layer_number<2>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::embedding<9, 3>, hg::dense<3, 2>>;
#else
using net = hg::network<hg::dense<3, 1>, hg::embedding<9, 3>, hg::dense<3, 2>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
