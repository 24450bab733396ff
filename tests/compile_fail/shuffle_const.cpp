// An order to be shuffled that may not be written.
// expect: = delete; // the order is written to: a variable, not const, of ints
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

int main() {
    hg::rng random(1);
#ifdef WELL_FORMED
    std::array<int, 4> order{0, 1, 2, 3};
#else
    const std::array<int, 4> order{0, 1, 2, 3};
#endif
    hg::shuffle(order, random);
    return order[0] > 0;
}
