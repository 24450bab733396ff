// Room whose number of rows only the run time knows.
// expect: forward works on the whole batch at once, so the compiler must know the number of its rows, and
// expect: of the results': use predict, which takes any number, or tile<B>\(first\) of the rows
// expect: run_time_batch<.*rows<float, 4>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 32, 4>;

int main() {
    const hg::parameters<net> p;
    net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    hg::matrix<float, 8, 4> y;
#ifdef WELL_FORMED
    net::forward(p, x, ws, y);
#else
    net::forward(p, x, ws, hg::rows<float, 4>(y));
#endif
    return y(7, 3) > 0;
}
