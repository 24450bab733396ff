// What a network remembers, through a file: the same to the bit, and nothing else taken for it.
#include "bits.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/io/state.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace hg = handgrad;
namespace io = handgrad::io;

namespace {

using net = hg::network<hg::gru<2, 3>, hg::lstm<3, 4>, hg::dense<4, 2>>;
using other = hg::network<hg::gru<2, 4>, hg::lstm<4, 3>, hg::dense<3, 2>>; // of as many numbers

template <class State>
State random_state(std::uint64_t seed = 1) {
    State state;
    hg::rng r{seed};
    for (auto& x : state.numbers()) x = r.normal<typename State::value_type>();
    for (int b = 0; b < State::sequences; ++b) state.set_steps(b, 1000000000000 * b + 7);
    return state;
}

/// The complaint about bytes that are read into a State, which is left as it was.
template <class State>
std::string complaint_about(const std::vector<std::byte>& bytes) {
    State state = random_state<State>(2);
    const State before = state;
    const auto done = io::try_load_state_into(state, io::source(bytes, "file"));
    if (done) return "";
    CHECK(state == before);
    return done.error().message();
}

template <class State>
void check_way_back() {
    State state = random_state<State>();
    using T = typename State::value_type;
    state.numbers()(0, 0) = T(-0.0);
    state.numbers()(0, 1) = std::numeric_limits<T>::denorm_min();
    state.numbers()(0, 2) = std::numeric_limits<T>::quiet_NaN(); // a stream that went astray is still one
    const auto bytes = io::save_state(state);
    State read = random_state<State>(2);
    io::load_state_into(read, io::source(bytes, "file"));
    for (int i = 0; i < State::sequences * State::size; ++i)
        CHECK(same_bits(read.numbers().data()[i], state.numbers().data()[i]));
    for (int b = 0; b < State::sequences; ++b) CHECK(read.steps(b) == state.steps(b));
    CHECK(io::save_state(read) == bytes);
}

} // namespace

TEST_CASE("states: through a file they are the same to the bit") {
    check_way_back<net::state<1>>();
    check_way_back<net::state<5>>();
    check_way_back<net::state<3, double>>();
    const auto state = random_state<net::state<2>>();
    const auto bytes = io::save_state(state);
    CHECK(io::load_state<net, 2>(io::source(bytes, "file")) == state);
}

TEST_CASE("states: a stream goes on as if it had never stopped") {
    hg::parameters<net> p;
    hg::rng r{3};
    net::initialize(p, r);
    float x[40], whole[40], halves[40];
    for (float& x_i : x) x_i = r.normal<float>();
    net::state<1> state, first;
    net::stream(p, x, whole, 20, state);
    net::stream(p, x, halves, 9, first);
    auto second = io::load_state<net>(io::file{"f", io::save_state(first)});
    net::stream(p, x + 18, halves + 18, 11, second);
    for (int i = 0; i < 40; ++i) CHECK(whole[i] == halves[i]);
    CHECK(second == state);
    CHECK(second.steps() == 20);
}

TEST_CASE("states: of another network, number or count of sequences, each is one complaint") {
    const auto bytes = io::save_state(random_state<net::state<2>>());
    CHECK(complaint_about<net::state<2>>(bytes) == "");
    CHECK(complaint_about<other::state<2>>(bytes) ==
          "file: handgrad.memory: the file has the state of another network");
    CHECK(complaint_about<net::state<2, double>>(bytes) ==
          "file: handgrad.memory: the file has shape [22] (float32), expected one dimension (float64)");
    CHECK(complaint_about<net::state<3>>(bytes) ==
          "file: handgrad.memory: the file has 2 sequences, expected 3");
    CHECK(complaint_about<net::state<1>>(bytes) ==
          "file: handgrad.memory: the file has 2 sequences, expected 1");
    net::state<2> negative;
    negative.count_steps(-4); // set_steps would refuse it
    CHECK(complaint_about<net::state<2>>(io::save_state(negative)) ==
          "file: handgrad.memory.steps: found -4, expected 0 or more");
}

TEST_CASE("states: no byte can change, or be missing, unnoticed") {
    const auto bytes = io::save_state(random_state<net::state<2>>());
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto changed = bytes;
        changed[i] ^= std::byte{1};
        CHECK(complaint_about<net::state<2>>(changed) != "");
    }
    for (std::size_t n = 0; n < bytes.size(); n += 7)
        CHECK(complaint_about<net::state<2>>(
                  {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n)}) != "");
}

TEST_CASE("states: a checkpoint has one beside the other parts") {
    hg::parameters<net> p, q;
    hg::rng r{5};
    net::initialize(p, r);
    const auto state = random_state<net::state<4>>();
    const auto one = random_state<net::state<1>>(9);
    const auto bytes = io::try_save_checkpoint(p, state, one);
    REQUIRE(bytes);
    net::state<4> read;
    net::state<1> read_one;
    CHECK(io::try_load_checkpoint(io::source(*bytes, "file"), {}, q, read, read_one));
    CHECK(q == p);
    CHECK(read == state);
    CHECK(read_one == one);
    // Of a part that is not fine nothing is taken.
    net::state<4> another;
    CHECK(!io::try_load_checkpoint(io::source(*bytes, "file"), {}, q, another, read));
    CHECK(another == net::state<4>());
    CHECK(complaint_about<net::state<4>>(*bytes).find(
              "is in the file, but nothing was given that it goes to") != std::string::npos);
}
