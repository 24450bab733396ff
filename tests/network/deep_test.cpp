// Thirty layers, most of them in residual blocks: it compiles in seconds, and it learns.
#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>

#include <array>
#include <memory>

namespace hg = handgrad;

namespace {

using block = hg::residual<hg::layer_norm<16>, hg::dense<16, 16, hg::relu>, hg::dense<16, 16>>;

template <int... I>
auto stack(std::integer_sequence<int, I...>)
    -> hg::network<hg::dense<2, 16>, std::enable_if_t<(I >= 0), block>..., hg::dense<16, 2>>;
using net = decltype(stack(std::make_integer_sequence<int, 14>{})); // 2 + 14 * 2 dense layers
static_assert(net::depth == 16 && net::parameter_count == 48 + 14 * (32 + 2 * 17 * 16) + 34);

/// Two moons: points on two half circles that reach into each other.
struct moons {
    hg::matrix<float, 64, 2> x;
    std::array<int, 64> label{};

    moons() {
        hg::rng r{1};
        for (int i = 0; i < 64; ++i) {
            const hg::simd::scalar_vector<float> angle(r.uniform(0.0f, 3.14159f));
            const float side = i % 2 == 0 ? 1.0f : -1.0f;
            x(i, 0) = side * hg::math::cos(angle).v + (i % 2 == 0 ? 0.0f : 1.0f);
            x(i, 1) = side * hg::math::sin(angle).v + (i % 2 == 0 ? 0.0f : 0.3f);
            label[static_cast<std::size_t>(i)] = i % 2;
        }
    }
};

} // namespace

TEST_CASE("a network of thirty dense layers learns") {
    const moons data;
    const auto p = std::make_unique<hg::parameters<net>>();
    const auto ws = std::make_unique<net::workspace<64>>();
    const auto state = std::make_unique<hg::optimizer_state<hg::adam, net::parameter_count>>();
    hg::rng r{2};
    net::initialize(*p, r);
    const hg::adam step{.rate = 3e-3};
    float first = 0, last = 0;
    for (int k = 0; k < 60; ++k) {
        last = net::train_step(hg::softmax_cross_entropy{}, step, *p, data.x, data.label, *ws, *state);
        if (k == 0) first = last;
    }
    CHECK(first > 0.5f);
    CHECK(last < 0.05f);
}
