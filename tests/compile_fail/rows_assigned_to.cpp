// Rows that are assigned others.
// expect: = delete; // rows are not assigned: copy\(from, to\) copies numbers
// expect: all.subrows\(0, 1\) = x
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
    float numbers[8] = {};
    const hg::matrix<float, 1, 2> x;
    const hg::rows<float, 2> all(numbers, 4);
#ifdef WELL_FORMED
    hg::copy(x, all.subrows(0, 1));
#else
    all.subrows(0, 1) = x;
#endif
    return numbers[0] > 0;
}
