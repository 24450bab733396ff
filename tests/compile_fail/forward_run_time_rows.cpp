// A batch whose number of rows only the run time knows, for forward.
// expect: forward works on the whole batch at once, so the compiler must know the number of its rows, and
// expect: of the results': use predict, which takes any number, or tile<B>\(first\) of the rows
// expect: run_time_batch<.*rows<const float, 2>
#include <handgrad/handgrad.hpp>

#include <vector>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main(int count, char**) {
    hg::parameters<net> p;
    const std::vector<float> numbers(static_cast<std::size_t>(2 * count));
    const hg::rows<const float, 2> x(numbers.data(), count);
#ifdef WELL_FORMED
    const auto y = net::forward(p, x.tile<1>(0));
#else
    const auto y = net::forward(p, x);
#endif
    return y(0, 0) > 0;
}
