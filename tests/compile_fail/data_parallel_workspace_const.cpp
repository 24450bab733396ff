// A workspace of shards that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*sharded_workspace<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;
using parallel = hg::data_parallel<net, 2>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
    const hg::matrix<int, 8, 1> label;
    const auto team = [](int tasks, const auto& task) {
        for (int i = 0; i < tasks; ++i) task(i);
    };
#ifdef WELL_FORMED
    static parallel::workspace<8> ws;
    parallel::train_step(team, hg::softmax_cross_entropy{}, hg::sgd{}, p, x, label, ws);
#else
    static const parallel::workspace<8> ws;
    parallel::train_step(team, hg::softmax_cross_entropy{}, hg::sgd{}, p, x, label, ws);
#endif
    return p[0] > 0;
}
