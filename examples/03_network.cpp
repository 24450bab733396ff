// A network is a type: it holds no numbers, and its sizes are constants that the compiler knows.
//
//     Z_1 = X,   Z_2 = relu(Z_1 W_1 + b_1),   Z_3 = relu(Z_2 W_2 + b_2),   Z_4 = Z_3 W_3 + b_3
#include "print_matrix.hpp"

#include <handgrad/handgrad.hpp>

#include <cstdio>
#include <type_traits>

namespace hg = handgrad;

using net = hg::network<hg::dense<64, 48, hg::relu>, hg::dense<48, 32, hg::relu>, hg::dense<32, 10>>;

// The same type by its widths alone.
static_assert(std::is_same_v<net, hg::mlp<hg::relu, 64, 48, 32, 10>>);

// Whoever has little memory or time to spare can say so, and the compiler checks it.
static_assert(net::parameter_count == 64 * 48 + 48 + 48 * 32 + 32 + 32 * 10 + 10);
static_assert(net::flops<1> < 10'000);
static_assert(sizeof(net::workspace<16>) <= 32 * 1024, "what a training step writes must fit into 32 KB");

// Widths that do not fit together are one error of the compiler, which says where. Try it:
//
//     hg::parameters<hg::network<hg::dense<64, 48, hg::relu>, hg::dense<40, 10>>> wrong;
//
//     In instantiation of 'struct shape_mismatch<layer_number<2>, produces<48>, expects<40> >':
//     error: static assertion failed: a layer must expect as many inputs as the layer before it produces
//     note: the comparison reduces to '(48 == 40)'

int main() {
    std::printf("layers             %d\n", net::depth);
    std::printf("widths             %d -> ... -> %d\n", net::inputs, net::outputs);
    std::printf("parameters         %d numbers, %zu bytes\n", net::parameter_count,
                sizeof(hg::parameters<net>));
    std::printf("a forward pass     %ld additions and multiplications for a row\n", net::flops<1>);
    std::printf("training memory    %zu bytes for a batch of 1, %zu for a batch of 16\n\n",
                sizeof(net::workspace<1>), sizeof(net::workspace<16>));

    // Parameters are a value: one flat block of numbers, zero until they are initialized. A generator with a
    // given seed gives the same numbers on every machine.
    hg::rng random{2024};
    hg::parameters<net> p;
    net::initialize(p, random);
    std::printf("W_1(0, 0) = %g, the same number as p[0] = %g\n\n", static_cast<double>(p.weights<1>()(0, 0)),
                static_cast<double>(p[0]));

    // Five rows at once. What is in between, Z_2 and Z_3, lives on the stack: nothing allocates.
    hg::matrix<float, 5, 64> x;
    for (float& number : x) number = random.uniform<float>();
    const hg::matrix<float, 5, 10> y = net::forward(p, x);
    examples::print("Z_4 of five random rows", y);

    // A row gives the same bits alone as among others, so that tests and logs of one can be compared with the
    // other.
    bool same = true;
    for (int r = 0; r < 5; ++r) {
        const hg::matrix<float, 1, 10> alone = net::forward(p, x.row(r));
        for (int c = 0; c < 10; ++c) same = same && alone(0, c) == y(r, c);
    }
    std::printf("each row alone gives %s\n", same ? "the same bits" : "OTHER BITS");
    return same ? 0 : 1;
}
