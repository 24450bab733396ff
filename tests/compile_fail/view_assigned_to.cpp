// A row that is assigned to, which would make a view of it one of other numbers.
// expect: operator=\(const From&\) = delete; // a view is not assigned: copy\(from, to\) copies numbers
// expect: x.row\(0\) = hg::row
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
    hg::matrix<float, 4, 2> x;
#ifdef WELL_FORMED
    hg::copy(hg::row(0.5f, 0.25f), x.row(0));
#else
    x.row(0) = hg::row(0.5f, 0.25f);
#endif
    return x(0, 0) > 0;
}
