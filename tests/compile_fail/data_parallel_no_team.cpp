// Training in shards with a number of threads in the place of a team.
// expect: the first argument must be an executor, such as a thread_team<2>
// expect: not_an_executor<const int
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::network<hg::dense<3, 2>>;
using parallel = hg::data_parallel<net, 2>;

int main() {
    hg::parameters<net> p;
    parallel::workspace<4> ws;
    const hg::matrix<float, 4, 3> x;
    const std::array<int, 4> label{};
#ifdef WELL_FORMED
    const auto team = [](int count, const auto& f) {
        for (int i = 0; i < count; ++i) f(i);
    };
#else
    const int team = 2;
#endif
    return parallel::train_step(team, hg::softmax_cross_entropy{}, hg::sgd{}, p, x, label, ws) > 0;
}
