// Cutting the batches of a network with batch_norm into shards.
// expect: a layer of this network looks at the whole batch in training, as batch_norm does: its batches
// expect: cannot be cut into shards
// expect: rows_mixed_across_shards<
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

#ifdef WELL_FORMED
using middle = hg::layer_norm<8>;
#else
using middle = hg::batch_norm<8>;
#endif
using net = hg::network<hg::dense<3, 8>, middle, hg::dense<8, 2>>;
using parallel = hg::data_parallel<net, 2>;

int main() {
    hg::parameters<net> p;
    parallel::workspace<4> ws;
    const hg::matrix<float, 4, 3> x;
    const std::array<int, 4> label{};
    const auto team = [](int count, const auto& f) {
        for (int i = 0; i < count; ++i) f(i);
    };
    return parallel::train_step(team, hg::softmax_cross_entropy{}, hg::sgd{}, p, x, label, ws) > 0;
}
