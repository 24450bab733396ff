// Mini-batches of rows of 3 numbers, from a matrix of 2 columns.
// expect: no matching function
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int width = 2;
#else
constexpr int width = 3;
#endif

int main() {
    const hg::matrix<float, 64, 2> x;
    const std::array<int, 64> label{};
    int rows = 0;
    hg::minibatches<width, int, 8>::for_each(x, label, [&](auto some, auto) { rows += int(some.count()); });
    return rows;
}
