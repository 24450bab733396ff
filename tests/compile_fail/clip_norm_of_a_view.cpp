// A gradient to be clipped, seen by a view that only reads.
// expect: this argument is written to: it must not be const
// expect: read_only<.*view<const float, 2, 16>
#include <handgrad/handgrad.hpp>

#include <utility>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> gradient;
#ifdef WELL_FORMED
    return hg::clip_norm(gradient.weights<1>(), 1.0) > 0;
#else
    return hg::clip_norm(std::as_const(gradient).weights<1>(), 1.0) > 0;
#endif
}
