// Each setting that costs the same bits is seen, and told from the others.
#include <handgrad/simd/flush_to_zero.hpp>
#include <handgrad/simd/strict_environment.hpp>

#include <doctest/doctest.h>

#include <cfenv>
#include <thread>

namespace hg = handgrad;

namespace {

bool is(const hg::environment& e, bool results, bool operands, bool rounding) {
    return e.keeps_denormal_results == results && e.keeps_denormal_operands == operands &&
           e.rounds_to_nearest == rounding && bool(e) == (results && operands && rounding);
}

} // namespace

TEST_CASE("the environment of a thread where nobody has changed it is strict") {
    CHECK(is(hg::strict_environment(), true, true, true));
    static_assert(noexcept(hg::strict_environment()));
}

TEST_CASE("every rounding mode but to nearest is seen") {
    for (const int mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
        CAPTURE(mode);
        REQUIRE(std::fesetround(mode) == 0);
        const hg::environment found = hg::strict_environment();
        REQUIRE(std::fesetround(FE_TONEAREST) == 0);
        CHECK(is(found, true, true, false));
    }
    CHECK(is(hg::strict_environment(), true, true, true));
}

#if defined(__SSE2__)
TEST_CASE("each bit of the control register is seen") {
    constexpr unsigned flush = 1u << 15, zeros = 1u << 6, rounding = 3u << 13, flags = 0x3f;
    const unsigned usual = __builtin_ia32_stmxcsr();
    const auto with = [&](unsigned bits) {
        __builtin_ia32_ldmxcsr(usual | bits);
        const hg::environment found = hg::strict_environment();
        __builtin_ia32_ldmxcsr(usual);
        return found;
    };
    CHECK(is(with(flush), false, true, true));
    CHECK(is(with(zeros), true, false, true));
    CHECK(is(with(flush | zeros), false, false, true));
    CHECK(is(with(rounding), true, true, false));
    CHECK(is(with(flush | zeros | rounding), false, false, false));
    CHECK(is(with(flags), true, true, true)); // of what has happened, which matters to nobody
}
#endif

TEST_CASE("the guard is seen, in its scope and its thread") {
    if constexpr (hg::flush_to_zero::effective) {
        {
            const hg::flush_to_zero guard;
            CHECK(is(hg::strict_environment(), false, false, true));
        }
        CHECK(is(hg::strict_environment(), true, true, true));
        hg::environment other{};
        std::jthread([&] {
            const hg::flush_to_zero guard;
            other = hg::strict_environment();
        }).join();
        CHECK(is(other, false, false, true));
        CHECK(is(hg::strict_environment(), true, true, true));
    }
}
