#include "other.hpp"

#include <bits.hpp>

#include <large.hpp>
#include <small.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <type_traits>

namespace hg = handgrad;

namespace {

// The networks are those that were named, and the small one's parameters are constants.
static_assert(std::is_same_v<small::network, made::small> && std::is_same_v<large::network, made::large>);
static_assert(same_bits(small::parameters[0], -0.0f) && small::parameters[3] == 1.0f / 3);
constexpr auto at_one =
    small::network::forward(small::parameters, hg::matrix<float, 1, 6>{{1, 1, 1, 1, 1, 1}});
static_assert(at_one(0, 0) != at_one(0, 1));

/// How many of the numbers are not those that were saved, to the bit.
template <class Network>
int count_different(const hg::parameters<Network>& found) {
    const auto saved = std::make_unique<hg::parameters<Network>>();
    made::make(*saved);
    int different = 0;
    for (int i = 0; i < found.size; ++i) different += !same_bits(found[i], (*saved)[i]);
    return different;
}

template <class Network>
void check_outputs(const hg::parameters<Network>& embedded) {
    const auto saved = std::make_unique<hg::parameters<Network>>();
    made::make(*saved);
    const auto frozen = std::make_unique<hg::frozen<Network>>(embedded);
    hg::rng random{3};
    hg::matrix<float, 1, Network::inputs> x;
    for (int k = 0; k < 10; ++k) {
        for (float& number : x) number = random.normal<float>();
        const auto expected = Network::forward(*saved, x);
        CHECK(Network::forward(embedded, x) == expected);
        CHECK(frozen->forward(x) == expected);
    }
}

} // namespace

TEST_CASE("embedded parameters are those that were saved, to the bit") {
    CHECK(count_different(small::parameters) == 0);
    CHECK(count_different(large::parameters) == 0);
}

TEST_CASE("embedded networks compute what the saved ones do, live and frozen") {
    check_outputs(small::parameters);
    check_outputs(large::parameters);
}

TEST_CASE("two units share the numbers, which are aligned as a block is") {
    CHECK(other_small() == &small::parameters);
    CHECK(other_large() == &large::parameters);
    CHECK(reinterpret_cast<std::uintptr_t>(&large::parameters) % alignof(hg::parameters<large::network>) ==
          0);
}

TEST_CASE("the compiler itself computes what the program does") {
    CHECK(small::network::forward(small::parameters, hg::matrix<float, 1, 6>{{1, 1, 1, 1, 1, 1}}) == at_one);
}
