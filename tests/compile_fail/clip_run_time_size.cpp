// A gradient whose size only the run time knows.
// expect: parameters, gradient and state are blocks of a static size: parameters<Net>, optimizer_state, a
// expect: matrix, a view or a std::array
// expect: not_a_block<std::(__cxx11::)?vector<double>
#include <handgrad/optimizer/clip_norm.hpp>

#include <vector>

namespace hg = handgrad;

int main() {
#ifdef WELL_FORMED
    std::array<double, 3> gradient{1, 2, 3};
#else
    std::vector<double> gradient{1, 2, 3};
#endif
    return hg::clip_norm(gradient, 1.0) > 0;
}
