// Weights that lie transposed, as PyTorch has them.
// expect: = delete; // numbers of one type, as many here as there, to what may be written
// expect-gcc: copied_columns_differ<.*found<2>, .*expected<3>
// expect: hg::copy.out_in, w.
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
    [[maybe_unused]] const hg::matrix<float, 2, 3> in_out;
    [[maybe_unused]] const hg::matrix<float, 3, 2> out_in;
    hg::matrix<float, 2, 3> w;
#ifdef WELL_FORMED
    hg::copy(in_out, w);
#else
    hg::copy(out_in, w);
#endif
    return w(0, 0) > 0;
}
