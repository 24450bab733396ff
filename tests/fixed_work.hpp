/// A fixed piece of work that passes through the whole library, and the digests of its results. They are the
/// same for every compiler, instruction set, optimization level and set of floating-point options, for the
/// numbers in it are finite and none is a zero whose sign could be lost.
#pragma once

#include <fixed_products.hpp>
#include <handgrad/handgrad.hpp>
#include <share.hpp>

#include <array>

// As the library's own functions: two translation units built for different instruction sets share none.
namespace fixed_work {
HANDGRAD_BEGIN_ISA

inline std::uint64_t random_numbers() {
    digest d;
    hg::rng rng(2);
    for (int i = 0; i < 1000; ++i) {
        d.add(rng.normal<float>());
        d.add(rng.normal<double>());
        d.add(rng.uniform<float>(-0.3f, 0.7f));
        d.add(rng.uniform<double>(-0.3, 0.7));
    }
    return d.value();
}

/// Some steps of training, then predictions, on rows whose number the run time knows (they are cut into tiles
/// of 4 and 1, and of 8 and 1): every number that a user can get hold of.
template <class Net, class T, class Loss, class Step, class Target, int Rows>
std::uint64_t trained(const Loss& loss, const Step& step, const hg::matrix<T, Rows, Net::inputs>& matrix,
                      const Target& target) {
    const hg::rows<const T, Net::inputs> x(matrix);
    digest d;
    hg::rng rng(3);
    hg::parameters<Net, T> p, gradient;
    hg::optimizer_state<Step, Net::parameter_count, T> state;
    typename Net::template workspace<4, T> ws;
    Net::initialize(p, rng);
    add(d, p);
    for (int k = 0; k < 5; ++k) d.add(Net::train_step(loss, step, p, x, target, ws, state));
    add(d, p);

    hg::matrix<T, Rows, Net::inputs> dx;
    d.add(Net::value_and_gradient(loss, p, x, target, gradient, ws, dx));
    add(d, gradient);
    add(d, dx);
    hg::matrix<T, Rows, Net::outputs> y;
    Net::predict(p, x, y);
    add(d, y);
    add(d, Net::forward(p, matrix.row(Rows - 1)));
    return d.value();
}

inline std::uint64_t classifier() {
    using net = hg::network<hg::dense<5, 17, hg::tanh>, hg::dense<17, 9, hg::silu>,
                            hg::dense<9, 10, hg::relu>, hg::dense<10, 3>>;
    hg::rng rng(4);
    const auto x = random_matrix<float, 13, 5>(rng);
    std::array<int, 13> label{};
    for (int& c : label) c = static_cast<int>(rng.below(3));
    return trained<net, float>(hg::softmax_cross_entropy{}, hg::momentum{.rate = 0.1, .weight_decay = 1e-3},
                               x, label);
}

inline std::uint64_t regression() {
    using net = hg::network<hg::dense<3, 9, hg::sigmoid>, hg::dense<9, 8, hg::sin>, hg::dense<8, 4, hg::cos>,
                            hg::dense<4, 2, hg::leaky_relu, hg::no_bias>>;
    hg::rng rng(5);
    const auto x = random_matrix<double, 11, 3>(rng);
    const auto target = random_matrix<double, 11, 2>(rng);
    return trained<net, double>(hg::mean_squared_error{}, hg::sgd{.rate = 0.1}, x, target);
}

/// Layers made of layers, and those that do something else in training, on a whole batch.
inline std::uint64_t composed() {
    using block = hg::residual<hg::dense<9, 9, hg::identity, hg::no_bias>, hg::batch_norm<9, hg::gelu>>;
    using net =
        hg::network<hg::dense<5, 9, hg::mish>, block, hg::layer_norm<9>, hg::dropout<9>,
                    hg::concatenate<hg::skip<9>, hg::activate<9, hg::softplus>>, hg::activate<18, hg::elu>,
                    hg::prelu<18>, hg::activate<18, hg::gelu_tanh>, hg::dense<18, 3>>;
    hg::rng rng(6);
    const auto x = random_matrix<float, 13, 5>(rng);
    std::array<int, 13> label{};
    for (int& c : label) c = static_cast<int>(rng.below(3));
    hg::parameters<net> p;
    hg::optimizer_state<hg::adamw, net::parameter_count> state;
    net::workspace<13> ws;
    net::initialize(p, rng, hg::torch_default{});
    digest d;
    for (int k = 0; k < 3; ++k)
        d.add(net::train_step(hg::softmax_cross_entropy{.label_smoothing = 0.1}, hg::adamw{.rate = 0.01}, p,
                              x, label, ws, state));
    add(d, p);
    add(d, net::forward(p, x));
    return d.value();
}

/// Layers with a memory: training on whole sequences and on some that go on, then a stream in blocks.
inline std::uint64_t sequences() {
    using net = hg::network<hg::dense<3, 7, hg::relu>,
                            hg::residual<hg::gru<7, 7, hg::bias, hg::learned_initial_state>>, hg::lstm<7, 9>,
                            hg::gru_v1<9, 5>, hg::rnn<5, 4>, hg::dense<4, 2>>;
    constexpr int steps = 6;
    hg::rng rng(7);
    const auto x = random_matrix<float, 3 * steps, 3>(rng);
    const auto target = random_matrix<float, 3 * steps, 2>(rng);
    hg::parameters<net> p, gradient;
    hg::optimizer_state<hg::adam, net::parameter_count> moments;
    net::workspace<2 * hg::steps(steps)> ws;
    net::state<3> state, d_state;
    hg::matrix<float, 3 * steps, 3> dx;
    net::initialize(p, rng);
    digest d;
    constexpr hg::mean_squared_error loss{};
    constexpr hg::adam rule{.rate = 0.01};
    for (int k = 0; k < 3; ++k)
        d.add(net::train_step(loss, rule, p, hg::sequences<3>(x), target, ws, moments));
    d.add(net::train_step(loss, rule, p, hg::going_on(x, state), target, ws, moments));
    for (float& g : d_state.numbers()) g = rng.uniform<float>(-0.5f, 0.5f);
    d.add(net::value_and_gradient(loss, p, hg::going_on(x, state, d_state), target, gradient, ws, dx));
    add(d, p);
    add(d, gradient);
    add(d, dx);
    for (const float s : state.numbers()) d.add(s);
    for (const float g : d_state.numbers()) d.add(g);

    const auto f = hg::freeze(p);
    net::state<> voice;
    hg::matrix<float, 3 * steps, 2> y;
    f.stream(x.data(), y.data(), 1, voice);
    f.stream(x.row(1).data(), y.row(1).data(), 3 * steps - 1, voice);
    add(d, y);
    return d.value();
}

inline constexpr int parts = 7;
using results = std::array<std::uint64_t, parts>;

inline results all() {
    return {products<float>(), products<double>(), random_numbers(), classifier(),
            regression(),      composed(),         sequences()};
}

/// The results of the parts that fall to this build, 0 in the places of the others.
inline results mine() {
    results r{};
    if constexpr (is_mine(0)) r[0] = products<float>();
    if constexpr (is_mine(1)) r[1] = products<double>();
    if constexpr (is_mine(2)) r[2] = random_numbers();
    if constexpr (is_mine(3)) r[3] = classifier();
    if constexpr (is_mine(4)) r[4] = regression();
    if constexpr (is_mine(5)) r[5] = composed();
    if constexpr (is_mine(6)) r[6] = sequences();
    return r;
}

inline constexpr std::array names{"products of floats", "products of doubles", "random numbers",
                                  "a classifier",       "a regression",        "layers made of layers",
                                  "sequences"};
inline constexpr results expected = {expected_products<float>, expected_products<double>, 0x88e6dd4917f3cfd3,
                                     0x721e672c37207aa5,       0xcfc220ec112534a7,        0xa1b0656a5f133cc7,
                                     0x939c92112666a645};

HANDGRAD_END_ISA
} // namespace fixed_work
