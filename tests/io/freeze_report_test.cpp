#include <complaint.hpp>

#include <handgrad/handgrad.hpp>
#include <handgrad/io/freeze_report.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace hg = handgrad;

namespace {

using net = hg::mlp<hg::tanh, 12, 40, 40, 5>;
using layer = hg::network<hg::dense<12, 20>>;
using wide = hg::mlp<hg::relu, 12, 60000, 20>;

template <class P>
void fill(P& p, std::uint64_t seed) {
    hg::rng random{seed};
    for (auto& x : p) x = random.uniform<typename P::value_type>(-1, 1);
}
template <class Network, class T = float>
hg::parameters<Network, T> parameters(std::uint64_t seed) {
    hg::parameters<Network, T> p;
    fill(p, seed);
    return p;
}
template <class T = float>
std::vector<T> numbers(std::ptrdiff_t count, std::uint64_t seed) {
    hg::rng random{seed};
    std::vector<T> all(static_cast<std::size_t>(count));
    for (T& x : all) x = random.uniform<T>(-2, 2);
    return all;
}

/// The same by one loop over rows of one.
template <class Network, class F, class T>
hg::frozen_deviation expected_report(const hg::parameters<Network, T>& p, const F& f,
                                     const std::vector<T>& x) {
    constexpr int in = Network::inputs, out = Network::outputs;
    hg::frozen_deviation all;
    all.outputs = out;
    double sum = 0;
    for (std::size_t at = 0; at < x.size(); at += std::size_t{in}) {
        const hg::view<const T, 1, in> row(x.data() + at);
        const auto y = Network::forward(p, row);
        const auto z = f.forward(row);
        int best_y = 0, best_z = 0;
        for (int i = 0; i < out; ++i) {
            const double d = std::fabs(static_cast<double>(y(0, i)) - static_cast<double>(z(0, i)));
            sum += d;
            if (d > all.largest) {
                all.largest = d;
                all.row = all.rows;
                all.output = i;
                all.expected = static_cast<double>(y(0, i));
                all.found = static_cast<double>(z(0, i));
            }
            if (y(0, i) > y(0, best_y)) best_y = i;
            if (z(0, i) > z(0, best_z)) best_z = i;
        }
        if (best_y != best_z) ++all.rows_decided_otherwise;
        ++all.rows;
    }
    all.mean = sum / static_cast<double>(all.rows * out);
    return all;
}

/// Of rows in a vector.
template <class Network, class T>
hg::rows<const T, Network::inputs> batch(const std::vector<T>& x) {
    return {x.data(), static_cast<std::ptrdiff_t>(x.size()) / Network::inputs};
}

} // namespace

TEST_CASE("freeze_report: what a loop finds, for every number of rows and every storage") {
    const auto p = parameters<net>(1);
    const auto small = hg::freeze<hg::bfloat16>(p);
    const auto smallest = hg::freeze<std::int8_t>(p);
    bool decided_otherwise = false;
    for (const int rows : {1, 2, 7, 8, 31, 32, 33, 64, 100, 1001}) {
        CAPTURE(rows);
        const auto x = numbers(rows * net::inputs, static_cast<std::uint64_t>(rows));
        const auto report = hg::freeze_report(p, small, batch<net>(x));
        CHECK(report == expected_report(p, small, x));
        CHECK(report.rows == rows);
        CHECK(report.largest > 0);
        CHECK(report.mean < report.largest);
        const auto other = hg::freeze_report(p, smallest, batch<net>(x));
        CHECK(other == expected_report(p, smallest, x));
        CHECK(other.largest > report.largest);
        decided_otherwise = decided_otherwise || other.rows_decided_otherwise > 0;
    }
    CHECK(decided_otherwise);
}

TEST_CASE("freeze_report: weights as they are make no difference") {
    const auto p = parameters<net, double>(1);
    const auto x = numbers<double>(50 * net::inputs, 2);
    const auto report = hg::freeze_report(p, hg::freeze(p), batch<net>(x));
    CHECK(report.largest == 0);
    CHECK(report.mean == 0);
    CHECK(report.text() == "50 rows of 5 outputs: no difference");
}

TEST_CASE("freeze_report: a matrix, a block, a workspace where a row is too big for the stack") {
    const auto p = parameters<net>(3);
    const auto small = hg::freeze<hg::bfloat16>(p);
    const auto x = numbers(40 * net::inputs, 4);
    const auto report = hg::freeze_report(p, small, batch<net>(x));
    auto m = std::make_unique<hg::matrix<float, 40, net::inputs>>();
    hg::copy(hg::view<const float, 40, net::inputs>(x.data()), *m);
    CHECK(hg::freeze_report(p, small, *m) == report);
    CHECK(hg::freeze_report(static_cast<const net::block<>&>(p), small, *m) == report);
    const auto ws = std::make_unique<net::workspace<16>>();
    CHECK(hg::freeze_report(p, small, *m, *ws) == report);

    const auto large = std::make_unique<hg::parameters<wide>>();
    fill(*large, 5);
    const auto frozen = std::make_unique<hg::frozen<wide, hg::bfloat16>>(*large);
    const auto large_ws = std::make_unique<wide::workspace<4>>();
    const auto of_large = hg::freeze_report(*large, *frozen, *m, *large_ws);
    CHECK(of_large.rows == 40);
    CHECK(of_large.largest > 0);
}

TEST_CASE("freeze_report: outputs that are not finite") {
    const auto p = parameters<layer>(1);
    const auto f = hg::freeze<std::int8_t>(p);
    auto x = numbers(3 * layer::inputs, 2);
    x[layer::inputs] = std::numeric_limits<float>::infinity();
    const auto infinite = layer::forward(p, batch<layer>(x).tile<3>(0));
    REQUIRE(std::isinf(infinite(1, 0)));
    REQUIRE(std::isnan(f.forward(batch<layer>(x).tile<3>(0))(1, 0)));
    const auto report = hg::freeze_report(p, f, batch<layer>(x));
    CHECK(report.largest == std::numeric_limits<double>::infinity());
    CHECK(report.mean == std::numeric_limits<double>::infinity());
    CHECK(report.row == 1);
    CHECK(report.output == 0);
    CHECK(report.expected == static_cast<double>(infinite(1, 0)));
    CHECK(std::isnan(report.found));
    // The same infinities, or NaN for NaN, are no difference; another infinity is one.
    const auto same = hg::freeze<float>(p);
    CHECK(hg::freeze_report(p, same, batch<layer>(x)).largest == 0);
    for (float& number : x) number = std::numeric_limits<float>::quiet_NaN();
    CHECK(hg::freeze_report(p, f, batch<layer>(x)).largest == 0);
    x.assign(x.size(), std::numeric_limits<float>::infinity());
    auto q = p, minus = p;
    for (float& number : q) number = 1;
    for (float& number : minus) number = -1;
    CHECK(hg::freeze_report(q, hg::freeze<float>(minus), batch<layer>(x)).largest ==
          std::numeric_limits<double>::infinity());
}

TEST_CASE("freeze_report: of equal outputs the first is the largest") {
    const hg::parameters<layer> zero;
    auto first_is_largest = zero, last_is_largest = zero;
    for (int i = 1; i < layer::outputs; ++i) first_is_largest.biases<1>()(0, i) = -1;
    last_is_largest.biases<1>()(0, layer::outputs - 1) = 1;
    const auto x = numbers(5 * layer::inputs, 1);
    CHECK(hg::freeze_report(zero, hg::freeze(first_is_largest), batch<layer>(x)).rows_decided_otherwise == 0);
    CHECK(hg::freeze_report(zero, hg::freeze(last_is_largest), batch<layer>(x)).rows_decided_otherwise == 5);
}

TEST_CASE("freeze_report: as a sentence") {
    hg::frozen_deviation d;
    d.rows = 1000;
    d.outputs = 10;
    d.largest = 0.0068345;
    d.mean = 0.00121;
    d.row = 12;
    d.output = 3;
    d.expected = 1.25;
    d.found = 1.2568345;
    d.rows_decided_otherwise = 5;
    CHECK(d.text() == "1000 rows of 10 outputs: differences of 0.00121 in the mean, at most 0.00683 (row 12, "
                      "output 3: 1.25, frozen 1.26); 5 rows have another largest output");
    d.rows = d.outputs = 1;
    CHECK(d.text() ==
          "1 row of 1 output: differences of 0.00121 in the mean, at most 0.00683 (row 12, output "
          "3: 1.25, frozen 1.26)");
    d.outputs = 2;
    d.rows_decided_otherwise = 1;
    CHECK(d.text().ends_with("; 1 row has another largest output"));
}

TEST_CASE("freeze_report: no rows") {
    const auto p = parameters<net>(1);
    const auto f = hg::freeze(p);
    CHECK(complaint([&] { hg::freeze_report(p, f, hg::rows<const float, net::inputs>(nullptr, 0)); }) ==
          "freeze_report: found 0 rows, expected at least one");
}

TEST_CASE("freeze_report: of a network with a memory, sequences from their beginning or from a state on") {
    using recurrent =
        hg::network<hg::dense<3, 20, hg::tanh>, hg::gru<20, 16>, hg::dense<16, 24>, hg::dense<24, 2>>;
    const auto p = parameters<recurrent>(5);
    const auto x = numbers(24 * 3, 6);
    const hg::rows<const float, 3> all(x.data(), 24);
    // Of a float's form all outputs are equal, whichever the storage of dense layers.
    CHECK(hg::freeze_report(p, hg::freeze(p), hg::sequences<3>(all)).text() ==
          "24 rows of 2 outputs: no difference");
    const auto small = hg::freeze<hg::bfloat16>(p);
    const auto whole = hg::freeze_report(p, small, hg::sequences<3>(all));
    CHECK(whole.rows == 24);
    CHECK(whole.largest > 0);
    CHECK(whole.largest < 0.1);
    recurrent::state<3> state;
    CHECK(hg::freeze_report(p, small, hg::going_on(all, state)) == whole);
    CHECK(state == recurrent::state<3>());
    state.numbers()(1, 2) = 0.5f;
    CHECK(hg::freeze_report(p, small, hg::going_on(all, state)) != whole);

    using classifier = hg::network<hg::embedding<7, 4>, hg::lstm<4, 20>, hg::last_step<20>, hg::dense<20, 5>>;
    const auto q = parameters<classifier>(7);
    const std::vector<std::int32_t> tokens{0, 1, 2, 3, 4, 5, 6, 0};
    CHECK(hg::freeze_report(q, hg::freeze<std::int8_t>(q), hg::sequences<2>(tokens)).rows == 2);
}
