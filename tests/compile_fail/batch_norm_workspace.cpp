// Training a network with batch_norm in a workspace for fewer rows than the batch has.
// expect: a layer of this network looks at the whole batch in training, as batch_norm does: the
// expect: workspace must be for as many rows
// expect: whole_batch_needed<.*batch_rows<16>, .*workspace_rows<8>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::network<hg::dense<3, 8>, hg::batch_norm<8, hg::relu>, hg::dense<8, 2>>;
#ifdef WELL_FORMED
constexpr int room = 16;
#else
constexpr int room = 8;
#endif

int main() {
    hg::parameters<net> p, gradient;
    net::workspace<room> ws;
    const hg::matrix<float, 16, 3> x;
    const std::array<int, 16> label{};
    const float loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    return loss > 0;
}
