// The stack that a call has used, beside what the type promises.
#include "calls.hpp"

#include <doctest/doctest.h>

#include <string>

// The promise is made for optimised builds.
#if defined(__linux__) && defined(__OPTIMIZE__)

#include "painted_stack.hpp"

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
    keep_to_promise(run_time_calls());
}

#else

TEST_CASE("guarantees: the stack") { MESSAGE("skipped: needs Linux and optimisation"); }

#endif
