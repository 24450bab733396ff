// A gradient to be clipped that nobody keeps.
// expect: this argument is written to, but is a temporary, gone after the call: name it first
// expect: written_temporary<.*parameters<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> gradient;
#ifdef WELL_FORMED
    hg::clip_value(gradient, 1.0);
#else
    hg::clip_value(hg::parameters<net>(gradient), 1.0);
#endif
    return gradient[0] > 0;
}
