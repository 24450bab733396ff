// This object file is looked at too: what it needs from elsewhere.
#include "calls.hpp"

#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

namespace {

/// Products of each kind that uses the stack, and layers of most kinds.
using net =
    hg::network<hg::dense<20, 64, hg::relu>, hg::residual<hg::layer_norm<64>, hg::dense<64, 64, hg::silu>>,
                hg::checkpoint<hg::fixed<hg::dense<64, 64>>, hg::dense<64, 33, hg::tanh>>, hg::dense<33, 10>>;
constexpr int batch = 16;
constexpr hg::softmax_cross_entropy loss{};

// Zero, which is as good as any other number here: the way of a call does not depend on them.
hg::parameters<net> p, gradient;
net::workspace<batch> ws;
hg::matrix<float, batch, 20> x;
hg::matrix<float, batch, 10> y;
std::array<int, batch> label{};
hg::optimizer_state<hg::adam, net::parameter_count> moments;
const hg::frozen<net> as_floats(p);
const hg::frozen<net, std::int8_t> as_integers(p);
volatile float result;

constexpr std::size_t inference = net::forward_stack_bytes<batch>, training = net::train_stack_bytes<batch>;

constexpr call all[] = {
    {"forward", inference, [] { y = net::forward(p, x); }},
    {"forward of a row", net::forward_stack_bytes<1>, [] { result = net::forward(p, x.row(0))(0, 0); }},
    {"forward in a workspace", inference, [] { y = net::forward(p, x, ws); }},
    {"forward of a frozen network", inference, [] { y = as_floats.forward(x); }},
    {"forward of one of integers", inference, [] { y = as_integers.forward(x); }},
    {"value_and_gradient", training,
     [] { result = net::value_and_gradient(loss, p, x, label, gradient, ws); }},
    {"SGD", training, [] { result = net::train_step(loss, hg::sgd{}, p, x, label, ws); }},
    {"Adam", training, [] { result = net::train_step(loss, hg::adam{}, p, x, label, ws, moments); }},
};

} // namespace

std::span<const call> static_calls() { return all; }
