// An array for the gradient with respect to 2 inputs.
// expect: these numbers count as an input gradient of one column, but the network has more inputs: it is a
// expect: matrix, a view<T, B, N>\(data\) or rows<T, N>\(data, count\)
// expect: input_gradient_is_a_column<.*float.*16.*inputs<2>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p, gradient;
    net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
    float numbers[16] = {};
#ifdef WELL_FORMED
    hg::view<float, 8, 2> dx(numbers);
#else
    auto& dx = numbers;
#endif
    return net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws, dx) > numbers[15];
}
