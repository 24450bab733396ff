// checkpoint: the bits of the layers without it, in a smaller workspace.
#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include "trained.hpp"

#include <ratio>

namespace hg = handgrad;

namespace {

using hg::checkpoint, hg::dense;
using first = dense<5, 7, hg::tanh>;
using dropped = hg::dropout<7, std::ratio<1, 4>>;
using block = hg::residual<dense<7, 7, hg::silu>>;
using second = dense<7, 6, hg::gelu>; // keeps its input, so that its output is computed again, too
using last = dense<6, 3>;

using plain = hg::network<first, hg::network<dropped, block>, hg::network<block, second>, last>;
using net = hg::network<first, checkpoint<dropped, block>, checkpoint<block, second>, last>;

static_assert(hg::layer<checkpoint<block, second>>);
static_assert(net::parameter_count == plain::parameter_count && net::flops<3> == plain::flops<3>);
static_assert(net::learned_count == plain::learned_count && hg::draws<net>);

// Sixteen layers, and four checkpoints of four of them.
template <int N>
using wide = dense<N, N, hg::relu>;
using four = hg::network<wide<64>, wide<64>, wide<64>, wide<64>>;
using remembered = checkpoint<wide<64>, wide<64>, wide<64>, wide<64>>;
using deep = hg::network<four, four, four, four>;
using thrifty = hg::network<remembered, remembered, remembered, remembered>;

} // namespace

TEST_CASE("the laws of a layer") {
    const auto check = [](const auto& report) { CHECK_MESSAGE(report, report.explain()); };
    check(hg::testing::layer_laws<checkpoint<first, dropped, checkpoint<block, second>>>());
    check(hg::testing::layer_laws<hg::fixed<checkpoint<first, block>>>());
}

TEST_CASE("a network with checkpoints has the bits of one without, in training, too") {
    check_same_training<net, plain>();
    const trained<net> t;
    CHECK(hg::freeze(t.p).forward(t.x) == t.y);
}

TEST_CASE("it keeps less") {
    constexpr int rows = 32, z = rows * 64;
    static_assert(hg::tape_size_of<deep, rows> == 15 * z);        // Z_2 .. Z_16
    static_assert(hg::tape_size_of<thrifty, rows> == 3 * z);      // the inputs of the checkpoints
    static_assert(remembered::scratch_size<rows> == (3 + 2) * z); // Z_i of the one at work, and its G_i
    static_assert(sizeof(thrifty::workspace<rows>) - sizeof(hg::parameters<thrifty>) <
                  (sizeof(deep::workspace<rows>) - sizeof(hg::parameters<deep>)) * 2 / 3);
}
