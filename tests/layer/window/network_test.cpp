// A network of convolutions, pools and dense layers keeps the promises of networks: a batch may be cut
// anywhere, a fused step is value_and_gradient and a step, a frozen network gives the same bits, constant
// expressions too.
#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <array>

namespace hg = handgrad;

namespace {

using net = hg::network<hg::conv2d<hg::image<4, 4, 2>, 5, hg::window<3>, hg::padding<1>, hg::relu>,
                        hg::max_pool2d<hg::image<4, 4, 5>, hg::window<2>>,
                        hg::conv2d<hg::image<2, 2, 5>, 9, hg::window<2>, hg::silu>, hg::dense<9, 3>>;
constexpr auto loss = hg::softmax_cross_entropy{};

struct subject {
    static constexpr int rows = 5;
    hg::parameters<net> p;
    hg::matrix<float, rows, 32> x;
    std::array<int, rows> label{2, 1, 0, 1, 2};

    constexpr subject() {
        hg::rng r{11};
        net::initialize(p, r);
        for (float& v : x) v = r.uniform<float>(-1, 1);
    }
};

/// Loss, gradient and that of the input, in a workspace of so many rows.
template <int Tile>
struct result {
    float value;
    hg::parameters<net> gradient;
    hg::matrix<float, subject::rows, 32> dx;

    constexpr explicit result(const subject& s) : value(0) {
        net::workspace<Tile> ws;
        value = net::value_and_gradient(loss, s.p, s.x, s.label, gradient, ws, dx);
    }
    bool operator==(const result&) const = default;
};

} // namespace

TEST_CASE("loss and gradients do not depend on how a batch of pictures is cut, nor on who computes them") {
    const subject s;
    const result<5> whole(s);
    const result<2> cut(s);
    CHECK(cut.value == whole.value);
    CHECK(cut.gradient == whole.gradient);
    CHECK(cut.dx == whole.dx);
    static constexpr result<2> constant(subject{});
    CHECK(constant == cut);
}

TEST_CASE("a step of training is value_and_gradient and a step") {
    subject s;
    const result<5> expected(s);
    hg::parameters<net> p = s.p;
    const hg::sgd step{.rate = 0.1};
    step(p, expected.gradient);
    net::workspace<5> ws;
    CHECK(net::train_step(loss, step, s.p, s.x, s.label, ws) == expected.value);
    CHECK(s.p == p);
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
static_assert(is_wrong<negative, hg::mistake::padding_negative<negative, padding<0, -1>>>);
using twice = conv<window<3>, stride<1>, hg::relu, stride<2>>;
static_assert(is_wrong<twice, hg::mistake::option_twice<twice, stride<1>>>);
using flat = hg::max_pool2d<picture, window<0, 2>>;
static_assert(is_wrong<flat, hg::mistake::empty_window<flat, window<0, 2>>>);
using uneven = conv<window<3>, stride<2>>;
static_assert(is_wrong<uneven, hg::mistake::pixels_dropped<uneven, hg::mistake::lines_of_pixels<1>,
                                                           hg::mistake::columns_of_pixels<1>>>);
static_assert(hg::chainable<conv<window<3>, stride<2>, padding<1>>>); // padding is not read at the end
static_assert(hg::chainable<conv<window<1>, stride<2>>>);             // pixels are left out on purpose
static_assert(
    hg::chainable<hg::residual<conv<window<3>, padding<1>>, hg::conv2d<hg::image<8, 8, 2>, 3, window<1>>>,
                  hg::max_pool2d<picture, window<8>>>);
static_assert(!hg::chainable<hg::network<conv<window<3>>>, hg::max_pool2d<hg::image<4, 9, 2>, window<1>>>);

} // namespace
