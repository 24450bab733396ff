// A vector that is assigned to a matrix.
// expect: operator=\(const From&\) = delete; // not such a matrix: copy\(from, to\) copies numbers
// expect: x = loaded
#include <handgrad/handgrad.hpp>

#include <vector>

namespace hg = handgrad;

int main() {
    const std::vector<float> loaded(8);
    hg::matrix<float, 4, 2> x;
#ifdef WELL_FORMED
    hg::copy(loaded, x);
#else
    x = loaded;
#endif
    return x(0, 0) > 0;
}
