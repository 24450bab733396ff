// Three rows for a matrix of two.
// expect: a matrix must be given as many rows, each in its braces, as it has rows
// expect: 3 == 2
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr hg::matrix<double, 2, 2> a = {{1, 2}, {3, 4}};
#else
constexpr hg::matrix<double, 2, 2> a = {{1, 2}, {3, 4}, {5, 6}};
#endif
static_assert(a(0, 0) == a(0, 0));

int main() {}
