#include <handgrad/core/fail.hpp>

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

TEST_CASE("fail: throws std::invalid_argument with the text") {
    CHECK_THROWS_WITH_AS(handgrad::fail("x has 3 columns, expected 4"), "x has 3 columns, expected 4",
                         std::invalid_argument);
}
