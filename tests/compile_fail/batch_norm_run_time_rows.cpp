// Training a network with batch_norm on a batch whose size only the run time knows: it might have to be cut.
// expect: a layer of this network looks at the whole batch in training, as batch_norm does: the compiler must
// expect: know the number of rows, as in x.tile<B>
// expect: whole_batch_needed<.*batch_rows<-1>, .*workspace_rows<16>
#include <handgrad/handgrad.hpp>

#include <array>
#include <vector>

namespace hg = handgrad;

using net = hg::network<hg::dense<3, 8>, hg::batch_norm<8, hg::relu>, hg::dense<8, 2>>;

int main() {
    hg::parameters<net> p;
    net::workspace<16> ws;
    std::vector<float> numbers(16 * 3);
    std::array<int, 16> label{};
    const hg::rows<const float, 3> x(numbers.data(), 16);
#ifdef WELL_FORMED
    const auto batch = x.tile<16>(0);
#else
    const auto batch = x;
#endif
    const float loss = net::train_step(hg::softmax_cross_entropy{}, hg::sgd{}, p, batch, label, ws);
    return loss > 0;
}
