#include "loss_cases.hpp"

#include <handgrad/loss/mean_squared_error.hpp>

#include <limits>
#include <utility>

namespace {

namespace hg = handgrad;
using loss = hg::mean_squared_error;

static_assert(hg::loss<loss> && !hg::loss<int>);

} // namespace

TEST_CASE("by hand") {
    loss_cases::batch<loss, double, 2, 2> b(0);
    b.z = {{1, 2}, {3, 4}};
    b.t = {{2, 2}, {1, 0}};
    CHECK(b.loss(0, 0.5) == 10.5); // (1 + 0) / 2 + (4 + 16) / 2
    CHECK(b.g == hg::matrix<double, 2, 2>{{-0.5, 0}, {1, 2}});
    CHECK(b.loss(2, 0.5) == 12.5);
}

TEST_CASE("against differences, and cut anywhere") {
    [&]<int... N>(std::integer_sequence<int, N...>) {
        (loss_cases::check_gradient<loss, 2, N>(), ...);
        (loss_cases::check_cuts<loss, float, N>(), ...);
    }
    (std::integer_sequence<int, 1, 3, 8, 10, 17>{});
    loss_cases::check_cuts<loss, double, 10>();
}

TEST_CASE("NaN and infinity go through") {
    loss_cases::batch<loss, float, 2, 9> b(1);
    b.z(1, 8) = std::numeric_limits<float>::quiet_NaN();
    CHECK(is_nan(b.loss(0, 1)));
    CHECK(is_nan(b.g(1, 8)));
    CHECK(!is_nan(b.g(1, 7)));
    b.z(1, 8) = std::numeric_limits<float>::infinity();
    CHECK(b.loss(0, 1) == std::numeric_limits<float>::infinity());
}

static_assert([] {
    hg::matrix<float, 1, 9> z{{1, 2, 3, 4, 5, 6, 7, 8, 9}}, t, g;
    const hg::view<const float, 1, 9> outputs(z), targets(t);
    return loss{}(0.0f, outputs, targets, 4.5f, g.view()) == 285.0f / 9 && g(0, 8) == 9;
}());
