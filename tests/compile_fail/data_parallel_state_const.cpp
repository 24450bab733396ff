// A state that the shards together may not write.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*state_block<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;
using state = hg::optimizer_state<hg::adam, net::parameter_count>;
using parallel = hg::data_parallel<net, 2>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
    const hg::matrix<int, 8, 1> label;
    static parallel::workspace<8> ws;
    const auto team = [](int tasks, const auto& task) {
        for (int i = 0; i < tasks; ++i) task(i);
    };
#ifdef WELL_FORMED
    state kept;
    parallel::train_step(team, hg::softmax_cross_entropy{}, hg::adam{}, p, x, label, ws, kept);
#else
    const state kept;
    parallel::train_step(team, hg::softmax_cross_entropy{}, hg::adam{}, p, x, label, ws, kept);
#endif
    return p[0] > 0;
}
