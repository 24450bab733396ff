// A step on several threads, of a network with a memory, of a plain matrix.
// expect: this network looks from step to step: say of how many sequences the rows are the steps
// expect: hg::sequences<B>\(x\), or hg::going_on\(x, state\) with a Net::state<B>
#include <handgrad/handgrad.hpp>
#include <handgrad/train/data_parallel.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;
using parallel = hg::data_parallel<net, 2>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    const hg::matrix<float, 8, 2> target;
    static parallel::workspace<2 * hg::steps(4)> ws;
    const auto serial = [](int count, const auto& f) {
        for (int i = 0; i < count; ++i) f(i);
    };
#ifdef WELL_FORMED
    parallel::train_step(serial, hg::mean_squared_error{}, hg::sgd{}, p, hg::sequences(x), target, ws);
#else
    parallel::train_step(serial, hg::mean_squared_error{}, hg::sgd{}, p, x, target, ws);
#endif
    return p[0] > 0;
}
