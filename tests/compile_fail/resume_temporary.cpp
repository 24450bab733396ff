// A generator to go on with that nobody keeps.
// expect: this argument is written to, but is a temporary
// expect: written_temporary<.*rng
#include <handgrad/handgrad.hpp>
#include <handgrad/io/resume.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
#ifdef WELL_FORMED
    hg::rng random{1};
    return hg::io::resume("file", random);
#else
    return hg::io::resume("file", hg::rng{1});
#endif
}
