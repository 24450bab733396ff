// More numbers than there is room for.
// expect: = delete; // numbers of one type, as many here as there, to what may be written
// expect-gcc: copied_counts_differ<.*found<3>, .*expected<2>
// expect: hg::copy.three, w.row.0..
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

int main() {
    [[maybe_unused]] const std::array two{0.5f, 0.25f};
    [[maybe_unused]] const std::array three{0.5f, 0.25f, 0.125f};
    hg::matrix<float, 4, 2> w;
#ifdef WELL_FORMED
    hg::copy(two, w.row(0));
#else
    hg::copy(three, w.row(0));
#endif
    return w(0, 0) > 0;
}
