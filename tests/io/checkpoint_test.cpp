// A training that stops and goes on by a file has the bits of one that never stopped; every way in which a
// file may be another training's is told, and changes nothing.
#include <handgrad/handgrad.hpp>
#include <handgrad/io/checkpoint.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <numeric>
#include <ratio>
#include <span>
#include <string>
#include <vector>

namespace hg = handgrad;
namespace io = handgrad::io;

namespace {

template <class Block>
bool same_bits(const Block& a, const Block& b) {
    return std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size) * sizeof(*a.data())) == 0;
}

constexpr int samples = 24, batch = 8;

/// A small network with all that draws, counts or remembers.
using net = hg::network<hg::dense<4, 6, hg::identity, hg::no_bias>, hg::batch_norm<6, hg::tanh>,
                        hg::dropout<6, std::ratio<1, 4>>, hg::dense<6, 3>>;
template <class T>
using workspace = net::workspace<batch, T>;

template <class T>
T gradient_of(hg::parameters<net, T>& p, std::span<const int> order, hg::parameters<net, T>& gradient,
              workspace<T>& ws) {
    hg::rng source{1};
    hg::matrix<T, samples, 4> x;
    for (T& number : x) number = source.normal<T>();
    std::array<int, samples> labels{};
    for (int& label : labels) label = static_cast<int>(source.below(3));
    T loss = 0;
    hg::minibatches<4, int, batch, T> batches;
    batches.for_each({x.data(), samples}, labels, order, [&](auto rows, auto label) {
        loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, rows.template tile<batch>(0), label,
                                       gradient, ws);
    });
    return loss;
}

template <class Rule, class Schedule, class T = float>
struct training {
    Rule rule;
    Schedule schedule;
    hg::parameters<net, T> p;
    hg::optimizer_state<Rule, net::parameter_count, T> state;
    hg::rng random{7};
    io::progress at{.order = std::vector<int>(samples)};
    workspace<T> ws;

    training(Rule r, Schedule s) : rule(r), schedule(s) {
        net::initialize(p, random);
        std::iota(at.order.begin(), at.order.end(), 0);
    }

    /// On the samples' next batch, in an order that is new in each epoch.
    void step() {
        constexpr int steps_per_epoch = samples / batch;
        const auto part = static_cast<std::size_t>(at.step % steps_per_epoch);
        if (part == 0) hg::shuffle(at.order, random);
        rule.rate = schedule(at.step);
        hg::parameters<net, T> gradient;
        at.numbers["loss"] = static_cast<double>(
            gradient_of<T>(p, std::span(at.order).subspan(part * batch, batch), gradient, ws));
        rule(p, gradient, state);
        at.epoch = ++at.step / steps_per_epoch;
        at.texts["note"] = "after step " + std::to_string(at.step);
    }
    std::vector<std::byte> save() {
        return io::try_save_checkpoint(p, state, random, ws.random(), at, rule, schedule).value();
    }
    io::result<void> load(const io::source& file, io::resume_options options = {}) {
        return io::try_load_checkpoint(file, options, p, state, random, ws.random(), at, rule, schedule);
    }
    bool operator==(training& other) {
        return same_bits(p, other.p) && same_bits(state, other.state) &&
               state.steps() == other.state.steps() && random == other.random &&
               ws.random() == other.ws.random() && at == other.at;
    }
};

template <class T = float, class Rule, class Schedule>
void check_resumed(Rule rule, Schedule schedule) {
    constexpr int steps = 40;
    const auto make = [&] { return std::make_unique<training<Rule, Schedule, T>>(rule, schedule); };
    const auto whole = make();
    std::vector<std::vector<std::byte>> files;
    for (int k = 0; k < steps; ++k) {
        files.push_back(whole->save());
        whole->step();
    }
    for (int k = 0; k < steps; ++k) {
        const auto again = make();
        again->random = hg::rng{99};
        REQUIRE_MESSAGE(again->load(io::source(files[static_cast<std::size_t>(k)])), Rule::name);
        REQUIRE(again->at.step == k);
        while (again->at.step < steps) again->step();
        REQUIRE(*again == *whole);
    }
}

} // namespace

TEST_CASE("checkpoint: whenever a training stops, it goes on with the bits of one that did not") {
    check_resumed(hg::adam{}, hg::linear_warm_up<hg::cosine_annealing>{.steps = 10,
                                                                       .after = {.rate = 0.02, .steps = 30}});
    check_resumed(hg::sgd{.weight_decay = 0.01}, hg::one_cycle{.max_rate = 0.3, .steps = 40});
    check_resumed(hg::momentum{.nesterov = true}, hg::step_decay{.rate = 0.1, .every = 7});
    check_resumed(hg::averaged_momentum{}, hg::constant_rate{0.1});
    check_resumed(hg::adamw{}, hg::inverse_time_decay{.rate = 0.01});
    check_resumed(hg::amsgrad{}, hg::cosine_annealing{.rate = 0.01, .steps = 40});
    check_resumed(hg::rmsprop{}, hg::constant_rate{0.01});
    check_resumed(hg::centered_rmsprop_momentum{}, hg::constant_rate{0.001});
    check_resumed(hg::adagrad{}, [](std::int64_t k) { return k < 20 ? 0.1 : 0.01; });
    check_resumed<double>(hg::adam{}, hg::step_decay{.rate = 0.02, .every = 9});
    check_resumed<double>(hg::sgd{}, hg::constant_rate{0.1});
}
