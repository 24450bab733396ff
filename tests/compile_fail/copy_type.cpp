// Numbers of another type.
// expect: = delete; // numbers of one type, as many here as there, to what may be written
// expect-gcc: copied_numbers_have_another_type<.*has<double>, .*wants<float>
// expect: hg::copy.d, w.row.0..
#include <handgrad/handgrad.hpp>

#include <vector>

namespace hg = handgrad;

int main() {
    [[maybe_unused]] const std::vector<float> f(2);
    [[maybe_unused]] const std::vector<double> d(2);
    hg::matrix<float, 4, 2> w;
#ifdef WELL_FORMED
    hg::copy(f, w.row(0));
#else
    hg::copy(d, w.row(0));
#endif
    return w(0, 0) > 0;
}
