#include <handgrad/core/fail.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>

TEST_CASE("fail: throws std::invalid_argument with the text") {
    CHECK_THROWS_WITH_AS(handgrad::fail("x has 3 columns, expected 4"), "x has 3 columns, expected 4",
                         std::invalid_argument);
}

TEST_CASE("fail: a text may be a std::string of any length, or several parts") {
    const std::string text(2000, 'a');
    CHECK_THROWS_WITH_AS(handgrad::fail(text), text.c_str(), std::invalid_argument);
    CHECK_THROWS_WITH_AS(handgrad::fail("x is ", 3, ", not ", std::int64_t{1} << 62, ' ', 0.1, ' ', -1e300),
                         "x is 3, not 4611686018427387904 0.1 -1e+300", std::invalid_argument);
    CHECK_THROWS_WITH_AS(handgrad::fail("", std::numeric_limits<std::uint64_t>::max()),
                         "18446744073709551615", std::invalid_argument);
}

TEST_CASE("sentence: what does not fit is cut off") {
    const std::string text(400, 'a');
    CHECK(std::string(handgrad::detail::sentence(text.c_str(), ", ", text.c_str()).c_str()) ==
          text + ", " + std::string(109, 'a'));
    CHECK(std::string(handgrad::detail::sentence(text.c_str(), ", ", 7).c_str()) == text + ", 7");
}
