// A network is a layer: nested, it gives the bits of the same layers in one list.
#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include "trained.hpp"

namespace hg = handgrad;

namespace {

using hg::dense;
using encoder = hg::network<dense<5, 9, hg::silu>, dense<9, 4, hg::tanh>>;
using nested = hg::network<encoder, hg::network<hg::network<dense<4, 4, hg::relu>>>, dense<4, 3>>;
using flat = hg::network<dense<5, 9, hg::silu>, dense<9, 4, hg::tanh>, dense<4, 4, hg::relu>, dense<4, 3>>;

static_assert(hg::layer<encoder> && hg::layer<nested>);
static_assert(nested::depth == 3 && nested::parameter_count == flat::parameter_count);
static_assert(nested::flops<2> == flat::flops<2>);
static_assert(!hg::mixes_rows<encoder> && hg::reads_output<encoder> && !hg::reads_output<nested>);
static_assert(hg::learned_parameters<nested>.size() == 1 &&
              hg::learned_parameters<nested>[0].count == flat::parameter_count);

} // namespace

TEST_CASE("a nested network gives the bits of the flat one") { check_same_training<nested, flat>(); }

TEST_CASE("a network obeys the laws of a layer") {
    const auto report = hg::testing::layer_laws<nested>();
    CHECK_MESSAGE(report, report.explain());
}

// In constant expressions too.
static_assert([] {
    hg::parameters<hg::network<hg::mlp<hg::relu, 2, 3, 2>, dense<2, 1>>> p;
    for (float& number : p) number = 1;
    return decltype(p)::network_type::forward(p, hg::row(1.0f, 2.0f))(0, 0);
}() == 27);
