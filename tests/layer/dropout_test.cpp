// Dropout: its laws, its rate, and the promise that the same seed gives the same masks.
#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <array>
#include <cstdlib>

namespace hg = handgrad;

namespace {

using tenth = std::ratio<1, 10>;

/// How many of a batch's elements are dropped; the others must be scaled.
template <class Layer, int B>
int dropped(std::uint64_t key) {
    hg::matrix<double, B, Layer::inputs> z, y;
    hg::matrix<double, 1, Layer::template tape_size<B>> tape;
    for (double& x : z) x = 2;
    Layer::template draw<B>(tape.view(), key, 0);
    Layer::template forward<B>(hg::view<const double, B, Layer::inputs>(z),
                               hg::view<const double, 1, 0>(nullptr), tape.view(), y.view());
    int count = 0;
    for (const double x : y) {
        count += x == 0;
        CHECK((x == 0 || x == doctest::Approx(2 / (1 - Layer::rate)).epsilon(1e-15)));
    }
    return count;
}

using net = hg::network<hg::dense<6, 9, hg::relu>, hg::dropout<9>,
                        hg::residual<hg::dropout<9, tenth>, hg::dense<9, 9>>, hg::dense<9, 3>>;

struct problem {
    hg::parameters<net> p;
    hg::matrix<float, 13, 6> x;
    std::array<int, 13> label{};

    problem() {
        hg::rng r{1};
        net::initialize(p, r);
        for (float& number : x) number = r.normal<float>();
        for (int& l : label) l = static_cast<int>(r.below(3));
    }
    template <class Workspace>
    float pass(hg::parameters<net>& gradient, Workspace& ws) const {
        return net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    }
};

} // namespace

TEST_CASE("the laws of a layer hold") {
    static_assert(hg::layer<hg::dropout<13>> && hg::draws<hg::dropout<13>> &&
                  !hg::mixes_rows<hg::dropout<13>>);
    const auto check = [](const auto& report) { CHECK_MESSAGE(report, report.explain()); };
    check(hg::testing::layer_laws<hg::dropout<13>>());
    check(hg::testing::layer_laws<net>());
}

TEST_CASE("as many are dropped as the rate says") {
    // of 40000: four standard deviations are 400, 240
    CHECK(dropped<hg::dropout<40>, 1000>(3) == doctest::Approx(20000).epsilon(0.02));
    CHECK(dropped<hg::dropout<40, tenth>, 1000>(3) == doctest::Approx(4000).epsilon(0.06));
    CHECK(dropped<hg::dropout<40, std::ratio<0>>, 10>(3) == 0);
}

TEST_CASE("neighbours are dropped independently of each other") {
    // Of 2000 rows, columns c and c + d: the same fate in half of them, give or take four standard
    // deviations.
    constexpr int rows = 2000, columns = 9;
    using layer = hg::dropout<columns>;
    hg::matrix<float, 1, layer::tape_size<rows>> tape;
    layer::draw<rows>(tape.view(), 3, 0);
    const auto kept = [&](int r, int c) { return tape(0, r * columns + c) != 0; };
    for (const int d : {1, 2, 3})
        for (int c = 0; c + d < columns; ++c) {
            int same = 0, same_below = 0;
            for (int r = 0; r < rows; ++r) same += kept(r, c) == kept(r, c + d);
            for (int r = 0; r + d < rows; ++r) same_below += kept(r, c) == kept(r + d, c);
            CAPTURE(c);
            CHECK(std::abs(same - rows / 2) < 90);
            CHECK(std::abs(same_below - (rows - d) / 2) < 90);
        }
}

TEST_CASE("the same seed gives the same masks, another pass gives others") {
    const problem given;
    hg::parameters<net> first, second, again;
    net::workspace<13> ws;
    ws.random() = hg::rng{5};
    const float a = given.pass(first, ws), b = given.pass(second, ws);
    CHECK(a != b);
    CHECK(!(first == second));
    ws.random() = hg::rng{5};
    CHECK(given.pass(again, ws) == a);
    CHECK(again == first);
}

TEST_CASE("a batch may be cut anywhere") {
    const problem given;
    hg::parameters<net> whole, cut;
    net::workspace<13> ws;
    net::workspace<10> small; // 13 rows are 10 and 3
    CHECK(given.pass(cut, small) == given.pass(whole, ws));
    CHECK(cut == whole);
}

TEST_CASE("without training nothing is dropped") {
    const problem given;
    using bare = hg::network<hg::dense<6, 9, hg::relu>, hg::residual<hg::dense<9, 9>>, hg::dense<9, 3>>;
    static_assert(bare::parameter_count == net::parameter_count);
    hg::parameters<bare> p;
    std::copy(given.p.begin(), given.p.end(), p.begin());
    CHECK(net::forward(given.p, given.x) == bare::forward(p, given.x));
}

static_assert(std::is_same_v<hg::verdict<hg::dropout<3, std::ratio<1>>>,
                             hg::mistake::not_a_dropout_rate<hg::dropout<3, std::ratio<1>>>>);
static_assert(sizeof(hg::mlp<hg::relu, 3, 2>::workspace<1>) % 64 ==
              0); // no random numbers where none are drawn
