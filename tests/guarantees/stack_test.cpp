// The stack that a call has used, beside what the type promises.
#include "calls.hpp"

#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>

#include <array>
#include <string>

// The promise is made for optimized builds.
#if defined(__linux__) && defined(__OPTIMIZE__)

#include "painted_stack.hpp"

namespace hg = handgrad;

namespace {

constexpr std::size_t small_stack = 256 << 10; // the whole stack of a thread in many an embedded system

void keep_to_promise(std::span<const call> calls) {
    painted_stack stack(small_stack);
    for (const call& c : calls) {
        REQUIRE(c.stack_bytes < small_stack);
        const std::size_t used = stack.used_by(c.run);
        CAPTURE(std::string(c.name));
        CHECK(used > 100);
        CHECK(used <= c.stack_bytes);
    }
}

} // namespace

TEST_CASE("guarantees: the judge of the stack measures") {
    painted_stack stack(small_stack);
    auto nothing = [] {};
    CHECK(stack.used_by(nothing) < 512);
    auto large = [] {
        volatile char array[100'000];
        for (volatile char& c : array) c = 1;
    };
    CHECK(stack.used_by(large) >= 100'000);
    CHECK(stack.used_by(large) < 101'000);
}

TEST_CASE("guarantees: no call uses more stack than its type promises, in a thread that has little") {
    keep_to_promise(static_calls());
    keep_to_promise(stream_calls());
    keep_to_promise(run_time_calls());
}

namespace {

/// Parameters of 176 KB, and jacobians of 160.
using large = hg::network<hg::dense<200, 200, hg::tanh>, hg::dense<200, 20>>;
using square = hg::network<hg::dense<200, 4, hg::tanh>, hg::dense<4, 200>>;
constexpr hg::softmax_cross_entropy loss{};
hg::parameters<large> p, v, product;
hg::parameters<square> q;
hg::dual_workspace<large, 2> duals;
square::workspace<200> ws;
hg::matrix<float, 2, 200> x, dx;
hg::matrix<float, 2, 20> y, dy;
hg::matrix<float, 200, 200> J;
constexpr std::array<int, 2> label{};
/// Two to one.
using two = hg::network<hg::dense<200, 20>, hg::dense<20, 200>>;
hg::parameters<two> of_two;
hg::parameters<hg::collapsed<two>> of_one;

// A row of x may be there as many times as fit in half of the budget.
constexpr call large_results[] = {
    {"hessian_vector_product", 16 << 10,
     [] { hg::hessian_vector_product(loss, p, v, x, label, duals, product); }},
    {"jvp", 16 << 10, [] { hg::jvp(p, v, x, dx, duals, y, dy); }},
    {"jacobian", HANDGRAD_STACK_BUDGET / 2 + (16 << 10), [] { hg::jacobian(q, x.row(0), ws, J); }},
    {"collapse", 16 << 10, [] { hg::collapse(of_two, of_one); }},
};

/// Results of some 40 KB.
using returning = hg::network<hg::dense<100, 50, hg::tanh>, hg::dense<50, 100>>;
hg::parameters<returning> r, r_product;
hg::dual_workspace<returning, 50> r_duals;
returning::workspace<100> r_ws;
hg::matrix<float, 50, 100> r_x, r_y, r_dy;
hg::matrix<float, 100, 100> r_J;
constexpr std::array<int, 50> r_label{};

constexpr call returned_results[] = {
    {"hessian_vector_product", sizeof r + (16 << 10),
     [] { r_product = hg::hessian_vector_product(loss, r, r, r_x, r_label, r_duals); }},
    {"jvp", 2 * sizeof r_y + (16 << 10),
     [] {
         const auto y_and_dy = hg::jvp(r, r, r_x, r_x, r_duals);
         r_y = y_and_dy.y;
         r_dy = y_and_dy.dy;
     }},
    {"jacobian", 2 * sizeof r_J + (16 << 10), [] { r_J = hg::jacobian(r, r_x.row(0), r_ws); }},
};

} // namespace

TEST_CASE("guarantees: what is written to the caller's memory is not on the stack meanwhile") {
    keep_to_promise(large_results);
}

TEST_CASE("guarantees: what a derivative returns is on the stack once") { keep_to_promise(returned_results); }

#else

TEST_CASE("guarantees: the stack") { MESSAGE("skipped: needs Linux and optimization"); }

#endif
