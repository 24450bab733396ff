// Training in two shards in the workspace of the network itself.
// expect: the workspace is of type data_parallel<Net, Shards>::workspace<B>, with as many shards
// expect: not_a_sharded_workspace<.*workspace<.*extent.4, 1.*>, .*shards<2>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::network<hg::dense<3, 2>>;
using parallel = hg::data_parallel<net, 2>;

int main() {
    hg::parameters<net> p, gradient;
#ifdef WELL_FORMED
    parallel::workspace<4> ws;
#else
    net::workspace<4> ws;
#endif
    const hg::matrix<float, 4, 3> x;
    const std::array<int, 4> label{};
    const auto team = [](int count, const auto& f) {
        for (int i = 0; i < count; ++i) f(i);
    };
    const float loss =
        parallel::value_and_gradient(team, hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    return loss > 0;
}
