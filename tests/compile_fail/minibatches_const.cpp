// Mini-batches whose buffers may not be written.
// expect: = delete; // it writes to its buffers
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

int main() {
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{}, order{};
#ifdef WELL_FORMED
    hg::minibatches<2, int, 4> batches;
#else
    const hg::minibatches<2, int, 4> batches;
#endif
    batches.for_each(x, label, order, [](auto, auto) {});
}
