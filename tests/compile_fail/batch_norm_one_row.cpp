// Training a network with batch_norm on a batch of one row, which is its own mean.
// expect: a layer of this network looks at the whole batch in training, as batch_norm does: it must have
// expect: two rows at least
// expect: whole_batch_needed<.*batch_rows<1>, .*workspace_rows<16>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::network<hg::dense<3, 8>, hg::batch_norm<8, hg::relu>, hg::dense<8, 2>>;
#ifdef WELL_FORMED
constexpr int rows = 2;
#else
constexpr int rows = 1;
#endif

int main() {
    hg::parameters<net> p;
    net::workspace<16> ws;
    const hg::matrix<float, rows, 3> x;
    const std::array<int, rows> label{};
    return net::train_step(hg::softmax_cross_entropy{}, hg::sgd{}, p, x, label, ws) > 0;
}
