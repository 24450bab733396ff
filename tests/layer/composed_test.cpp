// Layers made of layers, and activate: their values by hand, their laws, and what they know of themselves.
#include <doctest/doctest.h>
#include <share.hpp>

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <algorithm>
#include <array>

namespace hg = handgrad;

namespace {

using hg::dense;

/// f of some rows, without a tape.
template <class L, int B>
hg::matrix<float, B, L::outputs> values(std::array<float, L::parameter_count> numbers,
                                        const hg::matrix<float, B, L::inputs>& z) {
    const hg::view<const float, 1, L::parameter_count> p(numbers.data());
    hg::matrix<float, B, L::outputs> y;
    hg::matrix<float, 1, hg::scratch_size_of<L, B> + 1> scratch;
    hg::detail::run_forward<L, B, float>(
        z, p, y.view(), hg::detail::optional_arguments<hg::discard, float>{{}, scratch.data()});
    return y;
}

template <class L>
void check_laws() {
    static_assert(hg::layer<L>);
    const auto report = hg::testing::layer_laws<L>();
    CHECK_MESSAGE(report, report.explain());
}

using three_to_two = dense<3, 2, hg::identity, hg::no_bias>;
const hg::matrix<float, 2, 3> z{{1, 2, 3}, {-1, 0, 4}};

} // namespace

TEST_CASE("values by hand") {
    // W = ((1, 0), (0, 1), (1, -1)): (1, 2, 3) W = (4, -1), (-1, 0, 4) W = (3, -4)
    const std::array<float, 6> w{1, 0, 0, 1, 1, -1};
    CHECK(values<hg::concatenate<three_to_two, hg::skip<3>>>(w, z) ==
          hg::matrix<float, 2, 5>{{4, -1, 1, 2, 3}, {3, -4, -1, 0, 4}});
    CHECK(values<hg::concatenate<hg::skip<3>, three_to_two>>(w, z) ==
          hg::matrix<float, 2, 5>{{1, 2, 3, 4, -1}, {-1, 0, 4, 3, -4}});
    const std::array<float, 12> twice{1, 0, 0, 1, 1, -1, 1, 0, 0, 1, 1, -1};
    CHECK(values<hg::add<three_to_two, three_to_two>>(twice, z) == hg::matrix<float, 2, 2>{{8, -2}, {6, -8}});
    CHECK(values<hg::projected_residual<three_to_two>>(twice, z) ==
          hg::matrix<float, 2, 2>{{8, -2}, {6, -8}});
    // relu(z W) W^T + z, the weights one after the other
    using block = hg::residual<dense<3, 2, hg::relu, hg::no_bias>, dense<2, 3, hg::identity, hg::no_bias>>;
    const std::array<float, 12> both{1, 0, 0, 1, 1, -1, 1, 0, 1, 0, 1, -1};
    CHECK(values<block>(both, z) == hg::matrix<float, 2, 3>{{5, 2, 7}, {2, 0, 7}});
    CHECK(values<hg::activate<3, hg::relu>>({}, z) == hg::matrix<float, 2, 3>{{1, 2, 3}, {0, 0, 4}});
}

TEST_CASE("the laws") {
    if constexpr (is_mine(0)) check_laws<hg::activate<5, hg::silu>>();
    if constexpr (is_mine(1)) check_laws<hg::activate<9, hg::sigmoid>>();
    if constexpr (is_mine(2)) check_laws<hg::skip<3>>();
    // branches whose backward pass reads their output, their tape, or neither
    if constexpr (is_mine(0))
        check_laws<hg::add<dense<5, 3, hg::tanh>, dense<5, 3, hg::silu>, dense<5, 3>>>();
    if constexpr (is_mine(1)) check_laws<hg::add<hg::skip<3>, dense<3, 3, hg::sigmoid>, hg::skip<3>>>();
    if constexpr (is_mine(2))
        check_laws<hg::concatenate<dense<3, 9, hg::tanh>, hg::skip<3>, dense<3, 2, hg::silu>>>();
    if constexpr (is_mine(2)) check_laws<hg::residual<dense<5, 3, hg::tanh>, dense<3, 5, hg::sigmoid>>>();
    if constexpr (is_mine(0)) check_laws<hg::projected_residual<dense<5, 3, hg::silu>>>();
    // one inside the other
    if constexpr (is_mine(1))
        check_laws<hg::residual<hg::residual<dense<3, 3, hg::sigmoid>>,
                                hg::concatenate<hg::skip<3>, dense<3, 1>>, dense<4, 3>>>();
}

TEST_CASE("what they know of themselves") {
    using block = hg::residual<dense<8, 6, hg::silu>, dense<6, 8>>;
    static_assert(block::inputs == 8 && block::outputs == 8);
    static_assert(block::parameter_count == 8 * 6 + 6 + 6 * 8 + 8);
    static_assert(hg::flops_of<block> == 2 * 2 * 48);
    static_assert(!hg::reads_output<block> && !block::mixes_rows && !hg::draws<block>);
    // 4 x 6 outputs of the first layer, and as many pre-activations, each on whole cache lines
    static_assert(block::tape_size<4> == 32 + 32);
    static_assert(hg::add<dense<8, 6, hg::relu>, dense<8, 6>>::tape_size<4> == 32); // relu needs its output
    static_assert(hg::projected_residual<dense<8, 6>>::parameter_count == 54 + 48);
    static_assert(hg::concatenate<dense<8, 6>, hg::skip<8>>::outputs == 14);

    // a scheme reaches the layers inside
    hg::matrix<float, 1, block::parameter_count> p;
    hg::rng r{1};
    block::initialize(p.view(), r, hg::glorot_uniform{});
    hg::matrix<float, 8, 6> first;
    hg::rng again{1};
    hg::glorot_uniform{}(first.view(), again);
    CHECK(std::equal(first.begin(), first.end(), p.begin()));
}

// In constant expressions, too.
namespace {

template <class L>
constexpr bool lawful = hg::testing::layer_laws<L, 2>().holds();
static_assert(lawful<hg::residual<dense<2, 1, hg::tanh>, dense<1, 2>>>);
static_assert(lawful<hg::concatenate<dense<2, 1, hg::silu>, hg::skip<2>>>);
static_assert(lawful<hg::batch_norm<2, hg::sigmoid>> && lawful<hg::layer_norm<3>> && lawful<hg::dropout<3>>);

} // namespace

// The first mistake, and the layer it is in.
namespace {

template <class Expected, class... Layers>
constexpr bool judged = std::is_same_v<hg::verdict<Layers...>, Expected>;

static_assert(hg::chainable<hg::residual<dense<4, 9>, dense<9, 4>>, dense<4, 2>>);
static_assert(judged<hg::mistake::skip_mismatch<hg::mistake::produces<5>, hg::mistake::inputs<4>>,
                     hg::residual<dense<4, 9>, dense<9, 5>>>);
static_assert(judged<hg::mistake::shape_mismatch<hg::mistake::layer_number<2, 3>, hg::mistake::produces<6>,
                                                 hg::mistake::expects<7>>,
                     dense<3, 4>, hg::residual<dense<4, 9>, dense<9, 6>, dense<7, 4>>>);
static_assert(judged<hg::mistake::branch_inputs_mismatch<hg::mistake::layer_number<1, 2>,
                                                         hg::mistake::inputs<5>, hg::mistake::expects<4>>,
                     hg::concatenate<dense<4, 9>, dense<5, 9>>>);
static_assert(judged<hg::mistake::branch_outputs_mismatch<hg::mistake::layer_number<1, 3>,
                                                          hg::mistake::outputs<8>, hg::mistake::expects<9>>,
                     hg::add<dense<4, 9>, dense<4, 9>, dense<4, 8>>>);
static_assert(
    judged<hg::mistake::not_a_layer<hg::mistake::layer_number<1, 2>, int>, hg::add<dense<4, 9>, int>>);
template <class Layer>
constexpr bool expects_nine =
    judged<hg::mistake::shape_mismatch<hg::mistake::layer_number<2>, hg::mistake::produces<8>,
                                       hg::mistake::expects<9>>,
           dense<4, 8>, Layer>;
static_assert(expects_nine<hg::activate<9, hg::relu>> && expects_nine<hg::dropout<9>>);
static_assert(expects_nine<hg::layer_norm<9>> && expects_nine<hg::batch_norm<9>>);
static_assert(judged<hg::mistake::shape_mismatch<hg::mistake::layer_number<2>, hg::mistake::produces<13>,
                                                 hg::mistake::expects<12>>,
                     hg::concatenate<dense<4, 9>, hg::skip<4>>, dense<12, 1>>);

} // namespace
