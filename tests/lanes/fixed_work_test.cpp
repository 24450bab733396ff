// Training and prediction, losses, norms and optimizers: the same bits whatever the lanes are.
#include <fixed_work.hpp>

#include <doctest/doctest.h>

TEST_CASE("a fixed piece of work has the same bits on any number of lanes") {
    CHECK(fixed_work::classifier() == fixed_work::expected[3]);
    CHECK(fixed_work::regression() == fixed_work::expected[4]);
    CHECK(fixed_work::composed() == fixed_work::expected[5]);
    CHECK(fixed_work::sequences() == fixed_work::expected[6]);
}
