// A network of convolutions, pools and dense layers keeps the promises of networks: a batch may be cut
// anywhere, a fused step is value_and_gradient and a step, a frozen network gives the same bits, constant
// expressions too.
#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <array>

namespace hg = handgrad;

namespace {

using net = hg::network<hg::conv2d<hg::image<8, 8>, 6, hg::window<3>, hg::padding<1>, hg::relu>,
                        hg::max_pool2d<hg::image<8, 8, 6>, hg::window<2>>, hg::dropout<96, std::ratio<1, 4>>,
                        hg::conv2d<hg::image<4, 4, 6>, 10, hg::window<3>, hg::padding<1>, hg::silu>,
                        hg::average_pool2d<hg::image<4, 4, 10>, hg::window<2>>, hg::dense<40, 10>>;

struct subject {
    static constexpr int rows = 12;
    hg::parameters<net> p;
    hg::matrix<float, rows, 64> x;
    std::array<int, rows> label{};

    subject() {
        hg::rng r{11};
        net::initialise(p, r);
        for (float& v : x) v = r.uniform<float>(0, 1);
        for (int i = 0; i < rows; ++i) label[static_cast<std::size_t>(i)] = i % 10;
    }
};

/// Loss, gradient and that of the input in a workspace of so many rows.
template <int Tile>
struct result {
    hg::parameters<net> gradient;
    hg::matrix<float, subject::rows, 64> dx;
    float loss;

    explicit result(const subject& s) {
        net::workspace<Tile> ws;
        loss = net::value_and_gradient(hg::softmax_cross_entropy{}, s.p, s.x, s.label, gradient, ws, dx);
    }
};

/// A rule that asks for the whole gradient first.
struct unfused {
    hg::sgd rule;
    void operator()(auto& p, const auto& gradient) const { rule(p, gradient); }
};

} // namespace

TEST_CASE("loss and gradients do not depend on how a batch of pictures is cut") {
    const subject s;
    const result<12> whole(s);
    const result<5> cut(s);
    const result<1> rows(s);
    CHECK(cut.loss == whole.loss);
    CHECK(cut.gradient == whole.gradient);
    CHECK(cut.dx == whole.dx);
    CHECK(rows.loss == whole.loss);
    CHECK(rows.gradient == whole.gradient);
    CHECK(rows.dx == whole.dx);
}

TEST_CASE("a step of training is value_and_gradient and a step") {
    subject s, other;
    net::workspace<12> ws, other_ws;
    for (int k = 0; k < 2; ++k) {
        const float loss =
            net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 0.1}, s.p, s.x, s.label, ws);
        CHECK(net::train_step(hg::softmax_cross_entropy{}, unfused{{.rate = 0.1}}, other.p, other.x,
                              other.label, other_ws) == loss);
        CHECK(s.p == other.p);
    }
}

TEST_CASE("forward of pictures: one by one, and frozen") {
    const subject s;
    const auto y = net::forward(s.p, s.x);
    const auto frozen = hg::freeze(s.p);
    for (int r = 0; r < subject::rows; ++r) {
        const auto alone = net::forward(s.p, s.x.row(r));
        CHECK(std::equal(alone.begin(), alone.end(), y.row(r).begin()));
        CHECK(frozen.forward(s.x.row(r)) == alone);
    }
    CHECK(frozen.forward(s.x) == y);
}

// What is wrong with arguments, quietly.
namespace {

using hg::padding, hg::stride, hg::window;
using picture = hg::image<8, 8, 3>;
template <class... Options>
using conv = hg::conv2d<picture, 2, Options...>;
template <class Layer, class Mistake>
inline constexpr bool is_wrong = std::is_same_v<hg::verdict<Layer>, Mistake>;

using negative = conv<window<3>, padding<0, -1>>;
static_assert(is_wrong<negative, hg::padding_negative<negative, padding<0, -1>>>);
using twice = conv<window<3>, stride<1>, hg::relu, stride<2>>;
static_assert(is_wrong<twice, hg::option_twice<twice, stride<1>>>);
using flat = hg::max_pool2d<picture, window<0, 2>>;
static_assert(is_wrong<flat, hg::empty_window<flat, window<0, 2>>>);
using uneven = conv<window<3>, stride<2>>;
static_assert(is_wrong<uneven, hg::pixels_dropped<uneven, hg::lines_of_pixels<1>, hg::columns_of_pixels<1>>>);
static_assert(hg::chainable<conv<window<3>, stride<2>, padding<1>>>); // padding is not read at the end
static_assert(hg::chainable<conv<window<1>, stride<2>>>);             // pixels are left out on purpose
static_assert(
    hg::chainable<hg::residual<conv<window<3>, padding<1>>, hg::conv2d<hg::image<8, 8, 2>, 3, window<1>>>,
                  hg::max_pool2d<picture, window<8>>>);
static_assert(!hg::chainable<hg::network<conv<window<3>>>, hg::max_pool2d<hg::image<4, 9, 2>, window<1>>>);

} // namespace

// The bits of constant expressions are those of the machine.
namespace {

using small = hg::network<hg::conv2d<hg::image<4, 4, 2>, 3, hg::window<3>, hg::padding<1>, hg::tanh>,
                          hg::max_pool2d<hg::image<4, 4, 3>, hg::window<2>>, hg::dense<12, 2>>;

constexpr auto pass_and_gradient() {
    hg::rng r{4};
    hg::parameters<small> p, gradient;
    small::initialise(p, r);
    hg::matrix<float, 2, 32> x;
    for (float& v : x) v = r.uniform<float>(-1, 1);
    small::workspace<2> ws;
    const std::array<int, 2> label{0, 1};
    gradient[0] = small::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    return gradient;
}

} // namespace

TEST_CASE("a constant expression has the bits of the machine") {
    static constexpr auto gradient = pass_and_gradient();
    CHECK(pass_and_gradient() == gradient);
}
