#include <complaint.hpp>

#include <handgrad/core/random.hpp>
#include <handgrad/io/random_text.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>

namespace hg = handgrad;
namespace io = handgrad::io;

namespace {

std::string complaint_of(const std::string& text) {
    const auto r = io::try_rng_of_text(text, "line 3");
    return r ? "" : r.error().message();
}

constexpr bool goes_on(hg::rng a, hg::rng b) {
    for (int i = 0; i < 100; ++i)
        if (a() != b()) return false;
    return a == b;
}

constexpr hg::rng after(std::uint64_t seed, int steps) {
    hg::rng r(seed);
    for (int i = 0; i < steps; ++i) r();
    return r;
}

// Equal states, equal numbers, at compile time as well; another state, or one step more, is another.
static_assert(hg::rng(1) == hg::rng(1) && hg::rng(1) != hg::rng(2) && after(1, 1) != hg::rng(1));
static_assert(goes_on(hg::rng(after(3, 7).state()), after(3, 7)));
static_assert(hg::rng({1, 2, 3, 4}).state() == std::array<std::uint64_t, 4>{1, 2, 3, 4});

} // namespace

TEST_CASE("rng: each word of the state counts") {
    const hg::rng one({1, 2, 3, 4});
    for (std::size_t word = 0; word < 4; ++word)
        for (int bit = 0; bit < 64; ++bit) {
            auto state = one.state();
            state[word] ^= std::uint64_t{1} << bit;
            CHECK(one != hg::rng(state));
        }
    CHECK(
        complaint([] { hg::rng(std::array<std::uint64_t, 4>{}); }) ==
        "rng: found a state of zeros alone, from which every number is zero; expected what state() returned");
}

TEST_CASE("rng: its text is read as itself") {
    CHECK(io::text_of(hg::rng({0x0123456789abcdefu, 0, ~std::uint64_t{0}, 1})) ==
          "xoshiro256++ 0123456789abcdef 0000000000000000 ffffffffffffffff 0000000000000001");
    // splitmix64 of 0: the reference's first four numbers.
    CHECK(io::text_of(hg::rng(0)) ==
          "xoshiro256++ e220a8397b1dcdaf 6e789e6aa1b965f4 06c45d188009454f f88bb8a8724c81ec");
    hg::rng r(5);
    for (int i = 0; i < 100; ++i) {
        const hg::rng read = io::rng_of_text(io::text_of(r));
        CHECK(read == r);
        CHECK(goes_on(read, r));
        for (int k = 0; k < i; ++k) r.normal<double>();
    }
}

TEST_CASE("rng: a text that is none says what is wrong with it") {
    const std::string good = io::text_of(hg::rng(7)), at = "line 3: random generator: found ";
    REQUIRE(complaint_of(good).empty());
    CHECK(complaint_of("") == at + "\"\", expected a text that begins with \"xoshiro256++\"");
    CHECK(complaint_of("mt19937 \x01\xff") ==
          at + "\"mt19937 ??\", expected a text that begins with \"xoshiro256++\"");
    CHECK(complaint_of("xoshiro256+" + std::string(100, 'x')) ==
          at + "\"xoshiro256+" + std::string(29, 'x') +
              "..\", expected a text that begins with \"xoshiro256++\"");
    CHECK(complaint_of("xoshiro256++") == at + "12 characters, \"xoshiro256++\", expected 80");
    CHECK(complaint_of(good + "\n") == at + "81 characters, \"" + good.substr(0, 40) + "..\", expected 80");
    CHECK(complaint_of("xoshiro256++ 0000000000000000 0000000000000000 0000000000000000 0000000000000000") ==
          at + "a state of zeros alone, expected one that a generator can have");
    const std::string digits = ", expected a blank and 16 of the digits 0 to 9 and a to f";
    CHECK(complaint_of("xoshiro256++ 0123456789abcdef 0123456789abcdeF 0123456789abcdef 0123456789abcdef") ==
          at + "\" 0123456789abcdeF\" as word 2" + digits);
    CHECK(complaint_of("xoshiro256++_0123456789abcdef 0123456789abcdef 0123456789abcdef 0123456789abcdef") ==
          at + "\"_0123456789abcdef\" as word 1" + digits);
    CHECK(complaint<io::format_error>([] { io::rng_of_text("?"); }) ==
          "text: random generator: found \"?\", expected a text that begins with \"xoshiro256++\"");
    // Every text that differs from a good one in one character is another state, or none.
    for (std::size_t i = 0; i < good.size(); ++i)
        for (int c = 0; c < 256; ++c) {
            std::string other = good;
            other[i] = static_cast<char>(c);
            const auto r = io::try_rng_of_text(other);
            if (r) CHECK(io::text_of(*r) == other);
        }
}
