// Folded parameters that nobody keeps.
// expect: this argument is written to, but is a temporary, gone after the call: name it first
// expect: written_temporary<.*parameters<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::dense<2, 3>, hg::batch_norm<3>, hg::dense<3, 4>>;
using folded = hg::without_batch_norm<net>;

int main() {
    hg::parameters<net> p;
    hg::parameters<folded> q;
#ifdef WELL_FORMED
    hg::fold_batch_norm(p, q);
#else
    hg::fold_batch_norm(p, hg::parameters<folded>{});
#endif
    return q[0] > 0;
}
