// A network trains, predicts and proves its gradient while the compiler watches.
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

namespace {

using net = hg::network<hg::dense<2, 4, hg::tanh>, hg::dense<4, 2>>;

constexpr hg::matrix<float, 4, 2> corners{{0, 0}, {0, 1}, {1, 0}, {1, 1}};
constexpr std::array<int, 4> exclusive_or{0, 1, 1, 0};

/// Parameters are a literal value: ten steps are one constant expression, and the next ten begin with its
/// result (a compiler counts the operations of each expression by itself).
template <int Tens>
constexpr hg::parameters<net> trained = [] {
    hg::parameters<net> p = trained<Tens - 1>;
    net::workspace<4> ws;
    for (int k = 0; k < 10; ++k)
        net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 1.0}, p, corners, exclusive_or, ws);
    return p;
}();

template <>
constexpr hg::parameters<net> trained<0> = [] {
    hg::rng r{2};
    hg::parameters<net> p;
    net::initialize(p, r);
    return p;
}();

constexpr float loss(const hg::parameters<net>& p) {
    hg::parameters<net> gradient;
    net::workspace<4> ws;
    return net::value_and_gradient(hg::softmax_cross_entropy{}, p, corners, exclusive_or, gradient, ws);
}

constexpr int right(const hg::parameters<net>& p) {
    const auto y = net::forward(p, corners);
    int count = 0;
    for (int i = 0; i < 4; ++i)
        count += (y(i, 1) > y(i, 0)) == (exclusive_or[static_cast<std::size_t>(i)] == 1);
    return count;
}

static_assert(loss(trained<0>) > 0.5f, "an untrained network knows nothing");
static_assert(loss(trained<1>) < loss(trained<0>), "ten steps help");
static_assert(loss(trained<6>) < 0.2f && right(trained<6>) == 4, "sixty are enough for XOR");

using smooth = hg::network<hg::dense<2, 3, hg::silu>, hg::dense<3, 2, hg::sigmoid, hg::no_bias>>;

constexpr hg::parameters<smooth, double> somewhere = [] {
    hg::rng r{3};
    hg::parameters<smooth, double> p;
    smooth::initialize(p, r);
    return p;
}();

constexpr double loss(const hg::parameters<smooth, double>& p, hg::parameters<smooth, double>& gradient) {
    const hg::matrix<double, 3, 2> x{{0.5, -1}, {0.25, 2}, {-0.75, 0.125}},
        target{{0, 1}, {1, 0}, {0.5, 0.5}};
    smooth::workspace<3, double> ws;
    return smooth::value_and_gradient(hg::mean_squared_error{}, p, x, target, gradient, ws);
}

/// How far the gradient's element I is from a central difference.
template <int I>
constexpr double gradient_error = [] {
    hg::parameters<smooth, double> gradient, unused, up = somewhere, down = somewhere;
    loss(somewhere, gradient);
    up[I] += 1e-5;
    down[I] -= 1e-5;
    const double error = gradient[I] - (loss(up, unused) - loss(down, unused)) / (up[I] - down[I]);
    return error < 0 ? -error : error;
}();

static_assert([]<int... I>(std::integer_sequence<int, I...>) {
    return ((gradient_error<I> < 1e-9) && ...);
}(std::make_integer_sequence<int, smooth::parameter_count>{}));

} // namespace
