// A view that is assigned another, which some would expect to copy numbers.
// expect: operator=\(const view&\) = delete; // a view is not assigned: copy\(from, to\) copies numbers
// expect: a = b;
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
    hg::matrix<float, 4, 2> x, y;
    auto a = x.view(), b = y.view();
#ifdef WELL_FORMED
    hg::copy(b, a);
#else
    a = b;
#endif
    return a(0, 0) > b(0, 0);
}
