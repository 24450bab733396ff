// Gradients of right networks agree with differences; an error planted in a layer is found, and its element
// named.
#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/gradient_check.hpp>

#include <array>
#include <ratio>
#include <string>
#include <type_traits>

namespace hg = handgrad;
using hg::testing::gradient_check;

namespace {

enum class mistake {
    none,
    input_gradient,
    input_element,
    parameter_gradient,
    parameter_element,
    not_a_number
};

/// What is wrong, and with which layer, at run time.
struct {
    mistake what = mistake::none;
    int layer = 0;
} planted;

/// y = p o z with a learned factor for each column. Layer 0 has a mistake when it is compiled, if it has one.
template <int Layer, mistake Constant = mistake::none>
struct scale {
    static constexpr int inputs = 4, outputs = 4, parameter_count = 4;
    template <int B>
    static constexpr int tape_size = 0;

    template <int B>
    static constexpr void forward(auto z, auto p, auto, auto y) {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < 4; ++c) y(r, c) = p(0, c) * z(r, c);
    }
    template <int B, hg::write W>
    static constexpr void vjp(auto z, auto, auto p, auto, auto g, auto g_in, auto dp) {
        using T = typename decltype(g)::value_type;
        const mistake m = [] {
            if constexpr (Layer == 0)
                return Constant;
            else
                return planted.layer == Layer ? planted.what : mistake::none;
        }();
        for (int c = 0; c < 4; ++c) {
            T sum = hg::start<W>(dp(0, c));
            for (int r = 0; r < B; ++r) {
                const bool wrong_here =
                    m == mistake::input_gradient || (m == mistake::input_element && r == 2 && c == 1);
                if constexpr (!hg::is_discarded<decltype(g_in)>)
                    g_in(r, c) = (wrong_here ? T(1.001) : T(1)) * g(r, c) * p(0, c);
                sum += g(r, c) * z(r, c);
            }
            if (m == mistake::parameter_gradient) sum = -sum;
            if (m == mistake::parameter_element && c == 3) sum *= T(1.0001);
            if (m == mistake::not_a_number && c == 2) sum = hg::math::not_a_number<T>;
            dp(0, c) = sum;
        }
    }
    static constexpr void initialize(auto p, hg::rng& r) {
        for (auto& x : p) x = r.uniform<std::remove_reference_t<decltype(x)>>(0.5, 1.5);
    }
};

template <class Network, class T, int B>
struct subject {
    hg::parameters<Network, T> p;
    hg::matrix<T, B, Network::inputs> x;

    constexpr explicit subject(std::uint64_t seed) {
        hg::rng r{seed};
        Network::initialize(p, r);
        for (T& v : p) v += r.uniform<T>(T(-0.2), T(0.2));
        for (T& v : x) v = r.uniform<T>(-1, 1);
    }
};

constexpr std::array labels{0, 2, 1, 2};

template <class Network, class T = double>
auto check(std::uint64_t seed = 1) {
    const subject<Network, T, 4> s(seed);
    return gradient_check<Network>(hg::softmax_cross_entropy{}, s.p, s.x, labels);
}

using scaled = hg::network<scale<1>, hg::dense<4, 4, hg::tanh>, scale<3>, hg::dense<4, 3>>;

auto check_planted(int layer, mistake what) {
    planted = {what, layer};
    return check<scaled>();
}

} // namespace

TEST_CASE("the gradients of right networks agree with differences") {
    planted = {};
    const auto right = check<scaled, float>();
    CHECK_MESSAGE(right.worst().error < 1e-8, right.table());
    CHECK(right.kinks() == 0);
    CHECK(right.layer(2).compared == 20);
    CHECK(right.input().compared == 16);
    CHECK(right.explain().find("the gradients agree with central differences: ") == 0);

    using several =
        hg::network<hg::fixed<hg::dense<3, 5, hg::cos>>, hg::batch_norm<5>, hg::dropout<5, std::ratio<3, 10>>,
                    hg::residual<hg::dense<5, 5, hg::relu>>, hg::dense<5, 3>>;
    const auto mixed = check<several>();
    CHECK_MESSAGE(mixed.holds(), mixed.table());
    CHECK(mixed.layer(1).compared == 0);  // it is not trained
    CHECK(mixed.layer(2).compared == 10); // nor are the statistics
    CHECK(mixed.layer(3).compared == 0);
    CHECK(mixed.table().find("layer 1                nothing is learned") != std::string::npos);
}

TEST_CASE("an error is found, and its element named") {
    const auto wrong = check_planted(3, mistake::input_gradient);
    CHECK(!wrong.holds());
    CHECK(wrong.input().error > 1e-4);
    CHECK(wrong.layer(2).error > 1e-4);
    CHECK(wrong.layer(3).error < 1e-8);
    CHECK(wrong.layer(4).error < 1e-8);

    CHECK(check_planted(1, mistake::input_element).worst().place() == "dl/dx(2, 1)");
    CHECK(check_planted(3, mistake::input_element).worst().layer < 3);

    const auto sign = check_planted(3, mistake::parameter_gradient);
    CHECK(sign.layer(3).error == doctest::Approx(2));
    CHECK(sign.layer(2).error < 1e-8);

    const auto element = check_planted(3, mistake::parameter_element);
    CHECK(element.worst().place() == "layer 3, p(3)");
    CHECK(element.worst().error == doctest::Approx(1e-4).epsilon(0.01));
    CHECK(element.explain().find("a gradient disagrees with central differences: layer 3, p(3): found ") ==
          0);

    CHECK(check_planted(1, mistake::not_a_number).worst().place() == "layer 1, p(2)");
}

TEST_CASE("a kink is no error, and no excuse for one") {
    using net = hg::network<hg::dense<2, 3, hg::relu>, hg::dense<3, 3>>;
    subject<net, double, 4> s(3);
    s.p.biases<1>()(0, 1) = 0;
    s.x(2, 0) = s.x(2, 1) = 0; // so relu's input is 0 in (2, 1)
    const auto report = gradient_check<net>(hg::softmax_cross_entropy{}, s.p, s.x, labels);
    CHECK_MESSAGE(report.holds(), report.table());
    CHECK(report.layer(1).kinks == 1);                                           // b(1)
    CHECK(report.explain().find("(3 elements not judged") != std::string::npos); // and x(2, 0), x(2, 1)
}

namespace {

// Clang evaluates a million steps unless told otherwise, and products of double take many.
template <mistake M>
constexpr auto constant = [] {
    using net = hg::network<scale<0, M>, hg::dense<4, 1>>;
    const subject<net, double, 2> s(1);
    return gradient_check<net>(hg::mean_squared_error{}, s.p, s.x, hg::matrix<double, 2, 1>{{1}, {-1}});
}();
static_assert(constant<mistake::none>.holds());
static_assert(!constant<mistake::parameter_element>.holds());
static_assert(constant<mistake::parameter_element>.worst().layer == 1 &&
              constant<mistake::parameter_element>.worst().col == 3);

} // namespace
