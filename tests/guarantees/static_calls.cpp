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
using frozen_floats = hg::frozen<net>;
using frozen_halves = hg::frozen<net, hg::bfloat16>;
using frozen_integers = hg::frozen<net, std::int8_t>;
const frozen_floats as_floats(p);
const frozen_halves as_halves(p);
const frozen_integers as_integers(p);
volatile float result;

/// Results of 256 KB.
using wide_net = hg::network<hg::dense<20, 16, hg::relu>, hg::dense<16, 4096>>;
hg::parameters<wide_net> wide_p;
wide_net::workspace<batch> wide_ws;
hg::matrix<float, batch, 4096> wide_y;
const hg::frozen<wide_net> wide_frozen(wide_p);

/// A result of 16 KB: a copy of it would be seen.
using full_net = hg::mlp<hg::relu, 20, 64, 64>;
hg::parameters<full_net> full_p;
hg::matrix<float, 64, 20> full_x;
hg::matrix<float, 64, 64> full_y;
full_net::workspace<64> full_ws;
const hg::frozen<full_net> full_frozen(full_p);

constexpr std::size_t inference = net::forward_stack_bytes<batch>, training = net::train_stack_bytes<batch>;

constexpr call all[] = {
    {"forward", inference, [] { y = net::forward(p, x); }},
    {"forward of a row", net::forward_stack_bytes<1>, [] { result = net::forward(p, x.row(0))(0, 0); }},
    {"forward in a workspace", inference, [] { y = net::forward(p, x, ws); }},
    {"forward with a result of 16 KB", full_net::forward_stack_bytes<64>,
     [] {
         full_y = full_net::forward(full_p, full_x);
         result = full_y(63, 63);
     }},
    {"forward of a frozen network with a result of 16 KB", hg::frozen<full_net>::forward_stack_bytes<64>,
     [] {
         full_y = full_frozen.forward(full_x);
         result = full_y(63, 63);
     }},
    {"the same in a workspace", hg::frozen<full_net>::forward_stack_bytes<64> - 16384,
     [] {
         full_y = full_frozen.forward(full_x, full_ws);
         result = full_y(63, 63);
     }},
    {"forward to a matrix", inference, [] { net::forward(p, x, ws, y); }},
    {"forward to a large matrix", wide_net::forward_stack_bytes<batch>,
     [] { wide_net::forward(wide_p, x, wide_ws, wide_y); }},
    {"forward of a frozen network", frozen_floats::forward_stack_bytes<batch>,
     [] { y = as_floats.forward(x); }},
    {"forward of one of halves", frozen_halves::forward_stack_bytes<batch>, [] { y = as_halves.forward(x); }},
    {"forward of one of integers", frozen_integers::forward_stack_bytes<batch>,
     [] { y = as_integers.forward(x); }},
    {"forward of a row, of integers", frozen_integers::forward_stack_bytes<1>,
     [] { result = as_integers.forward(x.row(0))(0, 0); }},
    {"forward of a frozen network in a workspace", frozen_floats::forward_stack_bytes<batch>,
     [] { y = as_floats.forward(x, ws); }},
    {"forward of a frozen network to a large matrix", hg::frozen<wide_net>::forward_stack_bytes<batch>,
     [] { wide_frozen.forward(x, wide_ws, wide_y); }},
    {"value_and_gradient", training,
     [] { result = net::value_and_gradient(loss, p, x, label, gradient, ws); }},
    {"SGD", training, [] { result = net::train_step(loss, hg::sgd{}, p, x, label, ws); }},
    {"Adam", training, [] { result = net::train_step(loss, hg::adam{}, p, x, label, ws, moments); }},
};

} // namespace

std::span<const call> static_calls() { return all; }
