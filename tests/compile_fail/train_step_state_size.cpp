// The state for another number of parameters.
// expect: the state must be for as many parameters as there are: optimizer_state<Optimizer,
// expect: Net::parameter_count>
// expect: state_size_mismatch<.*state_numbers<100>, .*wants_numbers<116>
// expect-gcc: \(100 == 116\)
// expect-clang: 100 == 116
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

#ifdef WELL_FORMED
constexpr int size = net::parameter_count;
#else
constexpr int size = 100;
#endif

int main() {
    hg::parameters<net> p;
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
    const hg::momentum step{.rate = 0.1};
    hg::optimizer_state<hg::momentum, size> state;
    return net::train_step(hg::softmax_cross_entropy{}, step, p, x, label, ws, state) > 0.5f;
}
