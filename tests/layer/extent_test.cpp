// Batches of sequences: what compositions and networks make of `extent`, and layers that know only rows.
#include "complaint.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <share.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <vector>

namespace {

namespace hg = handgrad;
using hg::dense, hg::extent;

/// y_t = z_t + z_{t-1} / 2, z_{-1} = 0: looks from step to step, and remembers nothing.
template <int N>
struct smoothed {
    static constexpr int inputs = N, outputs = N, parameter_count = 0;
    template <extent B>
    static constexpr int tape_size = 0;
    static constexpr bool reads_output = false;

    template <extent B, class T, class Tape>
    static constexpr void forward(hg::view<const T, B, N> z, hg::view<const T, 1, 0>, Tape,
                                  hg::view<T, B, N> y) {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < N; ++c) y(r, c) = z(r, c) + (r % B.steps > 0 ? z(r - 1, c) / T(2) : T(0));
    }
    template <extent B, hg::write, class T, class GIn>
    static constexpr void vjp(hg::view<const T, B, N>, hg::view<const T, B, N>, hg::view<const T, 1, 0>,
                              hg::view<const T, 1, 0>, hg::view<T, B, N> g, [[maybe_unused]] GIn g_in,
                              hg::view<T, 1, 0>) {
        if constexpr (!hg::is_discarded<GIn>)
            for (int r = 0; r < B; ++r)
                for (int c = 0; c < N; ++c)
                    g_in(r, c) = g(r, c) + ((r + 1) % B.steps > 0 ? g(r + 1, c) / T(2) : T(0));
    }
    template <class T>
    static constexpr void initialize(hg::view<T, 1, 0>, hg::rng&) {}
};

/// The last step of each sequence: fewer rows come out than go in.
template <int N>
struct last {
    static constexpr int inputs = N, outputs = N, parameter_count = 0;
    static constexpr extent after(extent rows) { return {rows.sequences, 1}; }
    template <extent B>
    static constexpr int tape_size = 0;
    static constexpr bool reads_output = false;

    template <extent B, class T, class Tape>
    static constexpr void forward(hg::view<const T, B, N> z, hg::view<const T, 1, 0>, Tape,
                                  hg::view<T, after(B), N> y) {
        for (int b = 0; b < B.sequences; ++b)
            for (int c = 0; c < N; ++c) y(b, c) = z((b + 1) * B.steps - 1, c);
    }
    template <extent B, hg::write, class T, class GIn>
    static constexpr void vjp(hg::view<const T, B, N>, hg::view<const T, after(B), N>,
                              hg::view<const T, 1, 0>, hg::view<const T, 1, 0>, hg::view<T, after(B), N> g,
                              [[maybe_unused]] GIn g_in, hg::view<T, 1, 0>) {
        if constexpr (!hg::is_discarded<GIn>)
            for (int r = 0; r < B; ++r)
                for (int c = 0; c < N; ++c) g_in(r, c) = (r + 1) % B.steps == 0 ? g(r / B.steps, c) : T(0);
    }
    template <class T>
    static constexpr void initialize(hg::view<T, 1, 0>, hg::rng&) {}
};

template <class L>
constexpr bool lawful = hg::testing::layer_laws<L, extent{2, 3}>().holds();
static_assert(lawful<smoothed<2>>);
static_assert(lawful<last<2>>);

} // namespace

TEST_CASE("an extent is made of a number of rows, and is one") {
    constexpr extent rows = 6;
    static_assert(rows == 6 && rows.sequences == 6 && rows.steps == 1);
    static_assert(extent{2, 3} == 6 && extent{2, 3}.with_sequences(5) == 15);
    // A layer that is a template of int is one of extent.
    static_assert(hg::scratch_size_of<hg::conv2d<hg::image<5, 5>, 3, hg::window<3>>, extent{2, 3}> ==
                  hg::scratch_size_of<hg::conv2d<hg::image<5, 5>, 3, hg::window<3>>, 6>);
}

TEST_CASE("the laws of compositions hold for sequences, whatever is in them") {
    for_my_part<0, hg::residual<dense<3, 4, hg::tanh>, smoothed<4>, dense<4, 3>>,
                hg::checkpoint<smoothed<3>, dense<3, 5, hg::gelu>, smoothed<5>>,
                hg::concatenate<smoothed<3>, hg::skip<3>, dense<3, 2>>, hg::fixed<smoothed<3>>,
                hg::network<smoothed<3>, dense<3, 3, hg::relu>, hg::dropout<3>>>([]<class L>() {
        CHECK(hg::testing::layer_laws<L, extent{2, 5}>());
    });
}

TEST_CASE("compositions make as many rows as the layers in them") {
    using hidden = hg::network<dense<3, 4, hg::tanh>, last<4>, dense<4, 2, hg::silu>>;
    for_my_part<0, hidden, hg::add<last<3>, hg::network<smoothed<3>, last<3>>>,
                hg::checkpoint<dense<2, 5, hg::tanh>, last<5>>>([]<class L>() {
        CHECK(hg::testing::layer_laws<L, extent{3, 4}>());
    });
    static_assert(hg::rows_after<hidden>({3, 4}) == 3 && hg::rows_after<smoothed<3>>({3, 4}) == 12);
}

namespace {

using net = hg::network<dense<3, 8, hg::relu>, smoothed<8>, hg::residual<smoothed<8>, dense<8, 8, hg::tanh>>,
                        dense<8, 2>>;

struct sequences_of_four {
    hg::parameters<net> p;
    hg::matrix<float, 20, 3> x;
    hg::matrix<float, 20, 2> target;

    sequences_of_four() {
        hg::rng random{3};
        net::initialize(p, random);
        for (float& number : x) number = random.normal<float>();
        for (float& number : target) number = random.normal<float>();
    }
};

struct outcome {
    float loss;
    hg::parameters<net> gradient;
    hg::matrix<float, 20, 3> dx;
};

template <extent Tile>
outcome pass(const sequences_of_four& all, auto x, auto target) {
    const auto ws = std::make_unique<net::workspace<Tile>>();
    const auto result = std::make_unique<outcome>();
    result->loss = net::value_and_gradient(hg::mean_squared_error{}, all.p, x, target, result->gradient, *ws,
                                           result->dx);
    return *result;
}
bool operator==(const outcome& a, const outcome& b) {
    return a.loss == b.loss && a.gradient == b.gradient && a.dx == b.dx;
}

} // namespace

TEST_CASE("a batch is cut between sequences, wherever a workspace has room: the same bits") {
    const sequences_of_four all;
    const hg::rows<const float, 3> x(all.x);
    const hg::rows<const float, 2> target(all.target);
    const outcome whole = pass<extent{5, 4}>(all, all.x.view(), all.target.view());
    CHECK(pass<extent{2, 4}>(all, all.x.view(), all.target.view()) == whole);
    CHECK(pass<extent{1, 4}>(all, x, target) == whole);
    CHECK(pass<extent{3, 4}>(all, x, target) == whole);
    CHECK_FALSE(pass<20>(all, x, target) == whole); // sequences of one step

    // One sequence after the other, each by itself.
    const auto ws = std::make_unique<net::workspace<extent{3, 4}>>();
    hg::matrix<float, 20, 2> y, one_by_one;
    net::predict(all.p, x, *ws, y);
    for (int b = 0; b < 5; ++b)
        net::forward(all.p, x.tile<4>(4 * b), *ws, hg::view<float, 4, 2>(one_by_one.data() + 8 * b));
    CHECK(y == one_by_one);
}

TEST_CASE("part of a sequence is refused, before anything is changed") {
    const sequences_of_four all;
    const auto ws = std::make_unique<net::workspace<extent{2, 4}>>();
    hg::matrix<float, 20, 2> y{};
    const hg::rows<const float, 3> x(all.x.data(), 18);
    CHECK(complaint([&] { net::predict(all.p, x, *ws, hg::rows<float, 2>(y.data(), 18)); }) ==
          "predict: found 18 rows, expected whole sequences of 4 steps, for which the workspace is");
    CHECK(y == hg::matrix<float, 20, 2>{});
    hg::parameters<net> gradient;
    CHECK(complaint([&] {
              net::value_and_gradient(hg::mean_squared_error{}, all.p, x,
                                      hg::rows<const float, 2>(all.target.data(), 18), gradient, *ws);
          }) == "value_and_gradient: found 18 rows, expected whole sequences of 4 steps, for which the "
                "workspace is");
    CHECK(gradient == hg::parameters<net>{});
}

namespace {

template <int Static, extent Tile>
std::vector<std::pair<int, int>> tiles(int count) {
    std::vector<std::pair<int, int>> all; // each the first row, and the number of rows
    hg::detail::for_each_tile<Static, Tile>(count, [&]<extent B>(std::ptrdiff_t first) {
        CHECK(B.steps == Tile.steps);
        all.emplace_back(static_cast<int>(first), B);
    });
    return all;
}
using pairs = std::vector<std::pair<int, int>>;

} // namespace

TEST_CASE("tiles are counted in sequences") {
    CHECK(tiles<hg::detail::run_time_rows, extent{2, 3}>(15) == pairs{{0, 6}, {6, 6}, {12, 3}});
    CHECK(tiles<hg::detail::run_time_rows, extent{10, 2}>(38) == pairs{{0, 20}, {20, 16}, {36, 2}});
    CHECK(tiles<15, extent{2, 3}>(15) == pairs{{0, 6}, {6, 6}, {12, 3}});
    CHECK(tiles<hg::detail::run_time_rows, 4>(6) == pairs{{0, 4}, {4, 1}, {5, 1}});
    CHECK(tiles<6, 4>(6) == pairs{{0, 4}, {4, 2}});
}
