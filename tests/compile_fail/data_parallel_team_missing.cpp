// A step without a team.
// expect-gcc: use of deleted function .*train_step
// expect-clang: call to deleted function 'train_step'
// expect: train_step\(team, loss, step, p, x, target, ws\), and a state: variables
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;
using parallel = hg::data_parallel<net, 2>;

int main() {
    hg::parameters<net> p;
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
    static parallel::workspace<8> shards;
    [[maybe_unused]] const auto team = [](int tasks, const auto& task) {
        for (int i = 0; i < tasks; ++i) task(i);
    };
#ifdef WELL_FORMED
    parallel::train_step(team, hg::softmax_cross_entropy{}, hg::sgd{}, p, x, label, shards);
#else
    parallel::train_step(hg::softmax_cross_entropy{}, hg::sgd{}, p, x, label, shards);
#endif
    return p[0] > x(0, 0) + static_cast<float>(label[0]) + ws.parameter_gradient()[0];
}
