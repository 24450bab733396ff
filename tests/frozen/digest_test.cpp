// The bits of a fixed set of frozen networks, as one literal for each way to store weights: whatever
// compiler, instruction set and number of lanes this is built for, they are these.
#include "subjects.hpp"

#include <bits.hpp>
#include <share.hpp>

#include <doctest/doctest.h>

using namespace subjects;

namespace {

/// More inputs than one round of int8 takes; three panels of five and six blocks. Then the fewest outputs.
using wide_layers = hg::network<hg::dense<131, 40, hg::relu>, hg::dense<40, 136, hg::relu>>;
using narrow_layer = hg::network<hg::dense<70, 3>>;

template <class Net, class Weight, int B>
void add(digest& d) {
    using T = hg::number_beside<Weight>;
    const auto p = random_parameters<Net, T>();
    for (const T y : hg::freeze<Weight>(p).forward(random_rows<T, B, Net::inputs>(12))) d.add(y);
}

/// One row, as many as fit a tile, and more.
template <class Weight>
std::uint64_t digest_of() {
    digest d;
    add<dense_layers, Weight, 1>(d);
    add<dense_layers, Weight, 9>(d);
    add<wide_layers, Weight, 1>(d);
    add<wide_layers, Weight, 3>(d);
    add<narrow_layer, Weight, 1>(d);
    add<narrow_layer, Weight, 9>(d);
    return d.value();
}

} // namespace

TEST_CASE("frozen: the same bits everywhere") {
    if constexpr (is_mine(0)) CHECK(digest_of<float>() == 0x775d9ce046bad747);
    if constexpr (is_mine(1)) CHECK(digest_of<double>() == 0x25307e426a9d7097);
    if constexpr (is_mine(2)) CHECK(digest_of<hg::bfloat16>() == 0x01d02591ca1b0ee1);
    if constexpr (is_mine(0)) CHECK(digest_of<std::int8_t>() == 0xd6d02f2a77016115);
}
