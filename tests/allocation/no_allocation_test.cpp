#include "counted.hpp"

#include <handgrad/handgrad.hpp>

#include <doctest/doctest.h>
#include <share.hpp>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <vector>

#if HANDGRAD_COUNTS_ALLOCATIONS

namespace hg = handgrad;

namespace {

/// The allocations and releases while f runs.
template <class F>
long counted(F f) {
    const long before = allocations();
    f();
    return allocations() - before;
}

volatile std::size_t length =
    100; // unknown to the compiler, which may leave out an allocation that it sees through

using net = hg::network<hg::dense<9, 33, hg::tanh>, hg::dense<33, 16, hg::silu>, hg::dense<16, 7, hg::relu>,
                        hg::dense<7, 5>>;
using loss_fn = hg::softmax_cross_entropy;
constexpr int batch = 16, many = 43;

struct problem {
    hg::parameters<net> p, gradient;
    net::workspace<batch> ws;
    hg::matrix<float, batch, 9> x, dx;
    std::array<int, batch> label{};
    hg::matrix<float, many, 9> many_x;
    hg::matrix<float, many, 5> many_y;
    std::array<int, many> many_labels{};

    problem() {
        hg::rng rng(1);
        net::initialize(p, rng);
        for (float& v : x) v = rng.normal<float>();
        for (float& v : many_x) v = rng.normal<float>();
        for (int& c : label) c = static_cast<int>(rng.below(5));
        for (int& c : many_labels) c = static_cast<int>(rng.below(5));
    }
};

/// A compiler leaves out an allocation whose memory nobody sees.
void* kept(void* memory) {
    void* volatile seen = memory;
    return seen;
}

} // namespace

TEST_CASE("allocation: the counter counts") {
    CHECK(counted([] {}) == 0);
    CHECK(counted([] { std::free(kept(std::malloc(length))); }) == 2);
    CHECK(counted([] { std::free(kept(std::realloc(kept(std::calloc(length, 2)), 2 * length))); }) == 3);
    CHECK(counted([] { std::free(kept(std::aligned_alloc(64, 64 * length))); }) == 2);
    // operator new and malloc below it, operator delete and free
    CHECK(counted([] { kept(std::vector<int>(length).data()); }) == 4);
    CHECK(counted([] { kept(std::vector<hg::matrix<float, 1, 3>>(length).data()); }) == 4);
    CHECK(counted([] { kept(std::make_unique<int[]>(length).get()); }) == 4);
    CHECK(counted([] { kept(std::string(length, 'x').data()); }) == 4);
}

TEST_CASE("allocation: none when a network is asked, and none when it learns") {
    problem t; // on this stack
    volatile float result = 0;

    CHECK(counted([&] { result = net::forward(t.p, t.x.row(0))(0, 0); }) == 0);
    CHECK(counted([&] { result = net::forward(t.p, t.x)(0, 0); }) == 0);
    CHECK(counted([&] { result = net::forward(t.p, t.x, t.ws)(0, 0); }) == 0);
    CHECK(counted([&] { net::predict(t.p, t.many_x, t.many_y); }) == 0);

    CHECK(counted([&] {
              result = net::value_and_gradient(loss_fn{}, t.p, t.x, t.label, t.gradient, t.ws);
          }) == 0);
    CHECK(counted([&] {
              result = net::value_and_gradient(loss_fn{}, t.p, t.x, t.label, t.gradient, t.ws, t.dx);
          }) == 0);
    CHECK(counted([&] {
              const hg::rows<const float, 9> x(t.many_x);
              const std::span<const int> labels(t.many_labels);
              result = net::value_and_gradient(loss_fn{}, t.p, x, labels, t.gradient, t.ws);
          }) == 0);

    hg::optimizer_state<hg::momentum, net::parameter_count> state;
    CHECK(counted([&] { result = net::train_step(loss_fn{}, hg::sgd{}, t.p, t.x, t.label, t.ws); }) == 0);
    CHECK(counted([&] {
              result = net::train_step(loss_fn{}, hg::momentum{}, t.p, t.x, t.label, t.ws, state);
          }) == 0);
    CHECK(counted([&] { hg::momentum{}(t.p, t.gradient, state); }) == 0);
    CHECK(counted([&] {
              hg::rng rng(2);
              net::initialize(t.p, rng);
          }) == 0);
}

TEST_CASE("allocation: none when a network is frozen and asked") {
    problem t;
    volatile float result = 0;
    [[maybe_unused]] const auto check = [&]<class Weight>(Weight) {
        CHECK(counted([&] {
                  const auto frozen = hg::freeze<Weight>(t.p);
                  result = frozen.forward(t.x.row(0))(0, 0);
                  frozen.predict(t.many_x, t.many_y);
              }) == 0);
    };
    if constexpr (is_mine(0)) check(std::int8_t{});
    if constexpr (is_mine(1)) check(hg::bfloat16{});
}

TEST_CASE("allocation: none in an epoch of shuffled mini-batches") {
    problem t;
    hg::minibatches<9, int, batch> batches;
    std::array<int, many> order{};
    for (int i = 0; i < many; ++i) order[static_cast<std::size_t>(i)] = i;
    hg::rng rng(3);
    CHECK(counted([&] {
              hg::shuffle(order, rng);
              batches.for_each(t.many_x, t.many_labels, order, [&](auto x, auto labels) {
                  net::train_step(loss_fn{}, hg::sgd{.rate = 0.1}, t.p, x, labels, t.ws);
              });
          }) == 0);
}

#else

TEST_CASE("allocation: counted") { MESSAGE("skipped: allocations cannot be counted in this build"); }

#endif
