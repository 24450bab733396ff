// A batch whose number of rows only the run time knows, for the check of gradients.
// expect: gradient_check must know the number of rows when it is compiled: pass a matrix or a view
// expect: gradient_check_of_run_time_rows<.*rows<const float, 2>
#include <handgrad/handgrad.hpp>
#include <handgrad/testing/gradient_check.hpp>

#include <array>
#include <vector>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 4, 3>;

int main(int count, char**) {
    const hg::parameters<net> p;
    const std::array<int, 2> label{};
    const std::vector<float> numbers(static_cast<std::size_t>(2 * count));
    const hg::rows<const float, 2> x(numbers.data(), count);
#ifdef WELL_FORMED
    return hg::testing::gradient_check<net>(hg::softmax_cross_entropy{}, p, x.tile<2>(0), label).holds();
#else
    return hg::testing::gradient_check<net>(hg::softmax_cross_entropy{}, p, x, label).holds();
#endif
}
