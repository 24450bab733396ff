// What a user might do on a first evening: train a small network, and expect the loss to fall.
#include <handgrad/handgrad.hpp>

#include <cstdio>

namespace hg = handgrad;
using net = hg::mlp<hg::tanh, 2, 8, 1>;

float answer(const hg::parameters<net>& p, float a, float b); // in other.cpp

int main() {
    hg::rng rng{1};
    hg::parameters<net> p;
    net::initialize(p, rng);

    const hg::matrix<float, 4, 2> x{{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    const hg::matrix<float, 4, 1> exclusive_or{{0}, {1}, {1}, {0}};
    net::workspace<4> ws;
    const hg::sgd step{.rate = 0.3f};
    float loss = 0;
    for (int k = 0; k < 2000; ++k)
        loss = net::train_step(hg::mean_squared_error{}, step, p, x, exclusive_or, ws);

    std::printf("loss %.4f, 1 xor 0 = %.2f\n", static_cast<double>(loss),
                static_cast<double>(answer(p, 1, 0)));
    return loss < 0.05f && answer(p, 1, 0) > 0.5f && answer(p, 1, 1) < 0.5f ? 0 : 1;
}
