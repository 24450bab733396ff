// Batches that are cut into no shard.
// expect: a batch is cut into one shard at least
// expect-gcc: \(0 >= 1\)
// expect-clang: '0 >= 1'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

#ifdef WELL_FORMED
using par = hg::data_parallel<net, 1>;
#else
using par = hg::data_parallel<net, 0>;
#endif

int main() {
    static hg::parameters<net> p;
    static const hg::matrix<float, 8, 2> x;
    static const hg::matrix<int, 8, 1> label;
    static par::workspace<8> ws;
    const auto here = [](int tasks, const auto& task) {
        for (int i = 0; i < tasks; ++i) task(i);
    };
    return par::train_step(here, hg::softmax_cross_entropy{}, hg::sgd{.rate = 0.1}, p, x, label, ws) > 0;
}
