// A copy to what may only be read.
// expect: = delete; // numbers of one type, as many here as there, to what may be written
// expect-gcc: copied_to_what_is_const_or_temporary<.*view<const float, 1, 2>
// expect: hg::copy.w.row.1., read.row.0..
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
    hg::matrix<float, 4, 2> w;
    const auto& read = w;
#ifdef WELL_FORMED
    hg::copy(read.row(1), w.row(0));
#else
    hg::copy(w.row(1), read.row(0));
#endif
    return w(0, 0) > 0;
}
