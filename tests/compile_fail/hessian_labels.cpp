// 6 labels for a batch of 8.
// expect: target_rows_mismatch<.*batch_rows<8>, .*target_rows<6>
// expect-gcc: \(6 == 8\)
// expect-clang: '6 == 8'
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
#ifdef WELL_FORMED
    const std::array<int, 8> label{};
#else
    const std::array<int, 6> label{};
#endif
    const auto product = hg::hessian_vector_product(hg::softmax_cross_entropy{}, p, p, x, label);
    return product[0] > 0;
}
