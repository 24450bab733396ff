// Layers with a memory: streams, voices, and training on sequences. This object file is looked at too.
#include "calls.hpp"

#include <handgrad/handgrad.hpp>

#include <array>
#include <cstdint>

namespace hg = handgrad;

namespace {

using net = hg::network<hg::dense<20, 16, hg::relu>, hg::residual<hg::gru<16, 16>>, hg::lstm<16, 24>,
                        hg::checkpoint<hg::gru_v1<24, 33, hg::relu>, hg::rnn<33, 16>>, hg::dense<16, 4>>;
constexpr int count = 43; // steps: a run of each length
constexpr int voices = 12;

hg::parameters<net> p;
net::state<> state;
net::state<voices> many;
const hg::frozen<net> frozen(p);
hg::matrix<float, voices * count, 20> x;
hg::matrix<float, voices * count, 4> y;

constexpr hg::mean_squared_error loss{};
constexpr hg::extent shape = 3 * hg::steps(14);
net::workspace<shape> ws;
net::state<3> memory, gradient;
hg::matrix<float, 3 * 14, 20> some_x;
hg::matrix<float, 3 * 14, 4> some_y;
hg::optimizer_state<hg::adam, net::parameter_count> moments;
volatile float result;

using tokens = hg::network<hg::embedding<9, 8>, hg::bidirectional<hg::gru<8, 5>>, hg::last_step<10>>;
hg::parameters<tokens> token_p;
hg::matrix<std::int32_t, 3 * 14, 1> token_x;
tokens::workspace<shape> token_ws;
constexpr std::array<int, 3> label{};

constexpr call all[] = {
    {"stream", net::predict_stack_bytes<>, [] { net::stream(p, x.data(), y.data(), count, state); }},
    {"stream of a frozen network", decltype(frozen)::predict_stack_bytes,
     [] { frozen.stream(x.data(), y.data(), count, state); }},
    {"stream of voices, a step", decltype(frozen)::predict_stack_bytes,
     [] { frozen.stream(x.data(), y.data(), 1, many); }},
    {"stream of voices", decltype(frozen)::predict_stack_bytes,
     [] { frozen.stream(x.data(), y.data(), count, many); }},
    {"forward of a step from a state", net::forward_stack_bytes<1>,
     [] { result = net::forward(p, x.row(0), state)(0, 0); }},
    {"forward of sequences", net::forward_stack_bytes<shape>,
     [] { some_y = net::forward(p, hg::sequences<3>(some_x)); }},
    {"forward of sequences that are too long for it", net::forward_stack_bytes<voices * hg::steps(count)>,
     [] { y = net::forward(p, hg::sequences<voices>(x)); }},
    {"forward of whole sequences", tokens::forward_stack_bytes<shape>,
     [] { result = tokens::forward(token_p, hg::sequences<3>(token_x))(0, 0); }},
    {"Adam on sequences", net::train_stack_bytes<shape>,
     [] { result = net::train_step(loss, hg::adam{}, p, hg::sequences<3>(some_x), some_y, ws, moments); }},
    {"SGD on sequences that go on", net::train_stack_bytes<shape>,
     [] {
         result = net::train_step(loss, hg::sgd{}, p, hg::going_on(some_x, memory, gradient), some_y, ws);
     }},
    {"SGD on tokens", tokens::train_stack_bytes<shape>,
     [] {
         result = tokens::train_step(hg::softmax_cross_entropy{}, hg::sgd{}, token_p,
                                     hg::sequences<3>(token_x), label, token_ws);
     }},
};

} // namespace

std::span<const call> stream_calls() { return all; }
