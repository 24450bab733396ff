// A training that stops and goes on by a file has the bits of one that never stopped; every way in which a
// file may be another training's is told, and changes nothing.
#include "changed_copy.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/io/checkpoint.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <numeric>
#include <ratio>
#include <span>
#include <string>
#include <utility>
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

namespace {

using tiny = hg::network<hg::dense<2, 3, hg::tanh>, hg::dense<3, 1>>;

/// The parts of a checkpoint, none of which is what it was at first.
struct parts {
    hg::parameters<tiny> p;
    hg::optimizer_state<hg::momentum, tiny::parameter_count> state;
    hg::rng random{1}, second{2};
    io::progress at;

    explicit parts(std::uint64_t seed) : random(seed), second(seed + 1) {
        for (float& x : p) x = random.normal<float>();
        for (float& x : state) x = random.normal<float>();
        state.set_steps(static_cast<std::int64_t>(seed) + (std::int64_t{1} << 60));
        at.epoch = static_cast<std::int64_t>(seed);
        at.step = std::numeric_limits<std::int64_t>::min() + 1;
        at.order = {static_cast<int>(seed), 3, 1, 2, std::numeric_limits<int>::max(), -1};
        at.numbers = {{"loss", random.uniform<double>()}, {"", -0.0}, {"a \"b\".c", 5e-324}};
        at.texts = {{"", ""}, {"name", "\" \\ \n \x01 \xc3\xa9 \xf0\x9f\x98\x80"}, {"; ", "; = "}};
    }
    std::vector<std::byte> save() const {
        return io::try_save_checkpoint(p, state, random, second, at, hg::momentum{}).value();
    }
    io::result<void> load(const std::vector<std::byte>& bytes) {
        return io::try_load_checkpoint(io::source(bytes), {}, p, state, random, second, at, hg::momentum{});
    }
    bool operator==(const parts& other) const {
        return same_bits(p, other.p) && same_bits(state, other.state) &&
               state.steps() == other.state.steps() && random == other.random && second == other.second &&
               at == other.at;
    }
};

/// What try_load_checkpoint complains of, and that it has changed nothing.
template <class... Given>
std::string complaint_about(const std::vector<std::byte>& bytes, Given&&... given) {
    const auto same = [](const auto& a, const auto& b) {
        if constexpr (requires { a.size, a.data(); })
            return same_bits(a, b);
        else if constexpr (requires { a == b; })
            return a == b;
        else
            return true; // a rule, which is const
    };
    const auto unchanged = [&, ... before = given] { return (same(before, given) && ...); };
    const auto result = io::try_load_checkpoint(io::source(bytes, "file"), {}, std::forward<Given>(given)...);
    CHECK((result || unchanged()));
    return result ? "" : result.error().message();
}

/// The file with its text of a key replaced, and the digest that belongs to it.
std::vector<std::byte> with(const std::vector<std::byte>& bytes, const std::string& key,
                            const std::string& text) {
    io::safetensors file = io::read_safetensors(io::source(bytes));
    bool found = false;
    for (auto& [k, t] : file.metadata)
        if (k == key) t = text, found = true;
    if (!found) file.metadata.emplace_back(key, text);
    for (auto& [k, t] : file.metadata)
        if (k == "handgrad.checkpoint.digest")
            t = io::detail::hex_of(io::detail::digest_of(file.tensors, file.metadata));
    return io::write_safetensors(file.tensors, file.metadata);
}

} // namespace

TEST_CASE("checkpoint: parts are those that were written, whatever they were") {
    const parts written(5);
    parts read(6);
    read.at.order.clear();
    REQUIRE(read.load(written.save()));
    CHECK(read == written);
    CHECK(std::signbit(read.at.numbers[""]));
    CHECK(read.save() == written.save());

    SUBCASE("numbers that are none, and no samples") {
        parts odd(7);
        odd.p[0] = std::numeric_limits<float>::quiet_NaN();
        odd.p[1] = -std::numeric_limits<float>::infinity();
        odd.p[2] = -0.0f;
        odd.p[3] = std::numeric_limits<float>::denorm_min();
        std::copy(odd.p.begin(), odd.p.begin() + 4, odd.state.begin());
        odd.at.order.clear();
        read.at.order.clear();
        odd.at.numbers = {{"worst", std::numeric_limits<double>::infinity()}};
        REQUIRE(read.load(odd.save()));
        CHECK(read == odd);
    }
    SUBCASE("in another order of parts") {
        const auto bytes = io::try_save_checkpoint(written.at, written.random, written.p).value();
        parts other(8);
        other.at.order.clear();
        REQUIRE(io::try_load_checkpoint(io::source(bytes), {}, other.random, other.p, other.at));
        CHECK(other.random == written.random);
        CHECK(other.p == written.p);
        CHECK(other.at == written.at);
    }
}

TEST_CASE("checkpoint: others find the parameters in it, and what the tensors are") {
    const parts written(5);
    const auto bytes = written.save();
    CHECK(io::load<tiny>(io::source(bytes), {.others = true}) == written.p);
    const io::safetensors file = io::read_safetensors(io::source(bytes));
    std::vector<std::string> names;
    for (const io::tensor& t : file.tensors)
        names.push_back(t.name + " " + std::string(io::name_of(t.type)) + " " + io::describe(t.shape));
    CHECK(names == std::vector<std::string>{"0.weight float32 [3, 2]", "0.bias float32 [3]",
                                            "2.weight float32 [1, 3]", "2.bias float32 [1]",
                                            "handgrad.state float32 [13]",
                                            "handgrad.progress.order int64 [6]"});
    CHECK(*file.find_metadata("handgrad.state.steps") == "1152921504606846981");
    CHECK(*file.find_metadata("handgrad.random") == io::text_of(written.random));
    CHECK(*file.find_metadata("handgrad.random2") == io::text_of(written.second));
    CHECK(*file.find_metadata("handgrad.progress.epoch") == "5");
    CHECK(*file.find_metadata("handgrad.rule") == "momentum");
    CHECK(*file.find_metadata("handgrad.rule.settings") ==
          "momentum: rate = 0.001; momentum: momentum = 0.9; momentum: weight_decay = 0; member 5 = false");
    CHECK(*file.find_metadata("handgrad.checkpoint.parts") ==
          "parameters state random random2 progress rule");
}

TEST_CASE("checkpoint: what the file lacks, and what it has more, is told, all of it") {
    const parts written(5);
    parts read(6);
    const auto bytes = written.save();
    CHECK(complaint_about(io::save(written.p), read.p) ==
          "file: checkpoint: this is none: its metadata has no \"handgrad.checkpoint\" (files of parameters "
          "alone "
          "are read by io::load)");
    CHECK(complaint_about({}, read.p) == "file: header: found 0 bytes, expected 8 with its length");
    CHECK(complaint_about(bytes, read.p, read.state, read.random) ==
          "file: random2: is in the file, but nothing was given that it goes to\n"
          "file: progress: is in the file, but nothing was given that it goes to\n"
          "file: rule: is in the file, but nothing was given that it goes to");
    hg::rng third{3};
    hg::constant_rate rate;
    CHECK(complaint_about(bytes, read.p, read.state, read.random, read.second, third, read.at, hg::momentum{},
                          rate) ==
          "file: random3: is not in the file, which has parameters state random random2 progress rule\n"
          "file: schedule: is not in the file, which has parameters state random random2 progress rule");
    CHECK(complaint_about(with(bytes, "handgrad.checkpoint", "2"), read.p) ==
          "file: handgrad.checkpoint: found \"2\", expected \"1\": another version of the library wrote it");
    const auto all = [&](const std::vector<std::byte>& file) {
        return complaint_about(file, read.p, read.state, read.random, read.second, read.at, hg::momentum{});
    };
    CHECK(all(with(bytes, "handgrad.more", "x")) ==
          "file: handgrad.more: is in the file, and of no part of it");
}

TEST_CASE("checkpoint: another training's is told, and what differs") {
    const parts written(5);
    parts read(6);
    const auto bytes = written.save();
    const auto with_rule = [&](const auto& rule) {
        return complaint_about(bytes, read.p, read.state, read.random, read.second, read.at, rule);
    };
    CHECK(
        with_rule(hg::momentum{.rate = 0.1, .nesterov = true}) ==
        "file: handgrad.rule: the checkpoint was written with momentum: rate = 0.001, expected momentum: "
        "rate = 0.1 (or .other_settings = true)\n"
        "file: handgrad.rule: the checkpoint was written with member 5 = false, expected member 5 = true (or "
        ".other_settings = true)");
    CHECK(with_rule(hg::sgd{}) ==
          "file: handgrad.rule: the checkpoint was written with momentum, expected sgd");
    CHECK(io::try_load_checkpoint(io::source(bytes), {.other_settings = true}, read.p, read.state,
                                  read.random, read.second, read.at, hg::momentum{.rate = 0.1}));
    CHECK(read == written);

    // All that is wrong with all parts.
    hg::optimizer_state<hg::averaged_momentum, 12> state;
    hg::parameters<hg::mlp<hg::relu, 2, 3, 1>> relu;
    io::progress at{.order = {1, 2}};
    CHECK(
        complaint_about(bytes, relu, state, read.random, read.second, at, hg::sgd{}) ==
        "file: handgrad.network: the file was written for network<dense<2, 3, tanh>, dense<3, 1>>, expected "
        "network<dense<2, 3, relu>, dense<3, 1>>\n"
        "file: handgrad.state: the file has the state of another optimizer\n"
        "file: handgrad.state: the file has 13 numbers, expected 12\n"
        "file: handgrad.progress.order: the file has that of 6 samples, expected 2\n"
        "file: handgrad.rule: the checkpoint was written with momentum, expected sgd");

    hg::parameters<tiny, double> p;
    hg::optimizer_state<hg::momentum, tiny::parameter_count, double> doubles;
    CHECK(complaint_about(bytes, p, doubles, read.random, read.second, read.at, hg::momentum{}) ==
          "file: handgrad.number: the parameters are float32, expected float64\n"
          "file: handgrad.state: the file has shape [13] (float32), expected one dimension (float64)");
}

TEST_CASE("checkpoint: with a schedule the rate is its business; its own settings are compared") {
    hg::sgd rule{.rate = 0.5, .weight_decay = 0.1};
    const auto bytes = io::try_save_checkpoint(rule, hg::step_decay{.rate = 0.1}).value();
    rule.rate = 0.25;
    CHECK(complaint_about(bytes, rule, hg::step_decay{.rate = 0.1}) == "");
    rule.weight_decay = 0;
    CHECK(complaint_about(bytes, rule, hg::step_decay{.rate = 0.2}) ==
          "file: handgrad.rule: the checkpoint was written with sgd: weight_decay = 0.1, expected sgd: "
          "weight_decay = 0 (or .other_settings = true)\n"
          "file: handgrad.schedule: the checkpoint was written with step_decay: rate = 0.1, expected "
          "step_decay: rate = 0.2 (or .other_settings = true)");
    CHECK(complaint_about(bytes, rule, hg::linear_warm_up<hg::step_decay>{}) ==
          "file: handgrad.rule: the checkpoint was written with sgd: weight_decay = 0.1, expected sgd: "
          "weight_decay = 0 (or .other_settings = true)\n"
          "file: handgrad.schedule: the checkpoint was written with step_decay, expected "
          "linear_warm_up<step_decay>");
}

TEST_CASE("checkpoint: numbers and texts in other words than this library's") {
    parts read(5);
    const auto bytes = read.save();
    const auto complaint = [&](const std::string& key, const std::string& text) {
        return complaint_about(with(bytes, key, text), read.p, read.state, read.random, read.second, read.at,
                               hg::momentum{});
    };
    for (const char* key : {"handgrad.state.steps", "handgrad.progress.epoch", "handgrad.progress.step",
                            "handgrad.progress.number.loss"})
        for (const char* text : {"", " 1", "1 ", "+1", "0x1", "one", "1;"})
            CHECK(complaint(key, text) ==
                  "file: " + std::string(key) + ": found \"" + text + "\", expected a number");
    CHECK(complaint("handgrad.state.steps", "-1") ==
          "file: handgrad.state.steps: found -1, expected 0 or more");
    CHECK(complaint("handgrad.random", "x") ==
          "file: random generator: found \"x\", expected a text that begins with \"xoshiro256++\"");
    CHECK(complaint("handgrad.rule.settings", "momentum: rate = 0.001; momentum: momentum = 0.9; momentum: "
                                              "weight_decay = 0; member 5 = false; more = 1") ==
          "file: handgrad.rule: the checkpoint was written with more = 1, which momentum has not");
    CHECK(complaint("handgrad.rule.settings", "momentum: rate = 0.001").find("written with , expected") !=
          std::string::npos);
    io::progress bad;
    for (const char* text : {"\x80", "\xc0\x80", "\xc3", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
                             "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "a\xff"}) {
        bad.texts = {{"note", text}};
        CHECK(io::try_save_checkpoint(bad).error().message() ==
              "the checkpoint: handgrad.progress.text.note: is no UTF-8, as which texts are written");
        bad.texts = {{text, ""}};
        CHECK(io::try_save_checkpoint(bad).error().message() ==
              "the checkpoint: a text's name: is no UTF-8, as which texts are written");
    }
}

TEST_CASE("checkpoint: a thousand changed copies: none loads as anything else") {
    const parts written(5), before(6);
    const auto bytes = written.save();
    hg::rng r{20};
    int loaded = 0;
    for (int i = 0; i < 1000; ++i) {
        const auto changed = changed_copy(bytes, r);
        parts read = before;
        if (read.load(changed)) {
            ++loaded;
            CHECK(read == written);
        } else {
            CHECK(read == before);
        }
    }
    CHECK(loaded < 40); // blanks after the header, or the same byte
}
