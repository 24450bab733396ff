// A call with sequences that fails changes nothing: all numbers keep their bits. (g++ is asked)
#include "arguments.hpp"

#include <handgrad/testing/gradient_check.hpp>

#include <complaint.hpp>
#include <last_words.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>

namespace {

namespace hg = handgrad;
using failure::photograph;

using net = hg::network<hg::gru<4, 4, hg::bias, hg::learned_initial_state>, hg::dense<4, 4>>;
using classifier = hg::network<hg::gru<4, 4>, hg::last_step<4>, hg::dense<4, 4>>;
using speaker = hg::network<hg::embedding<7, 4>, hg::gru<4, 4>, hg::dense<4, 4>>;
constexpr int width = 4, sequences = 3, steps = 5, count = sequences * steps;
using parallel = hg::data_parallel<net, 2>;
constexpr hg::mean_squared_error squares;

struct arguments {
    hg::parameters<net> p, gradient;
    hg::parameters<classifier> q, q_gradient;
    hg::parameters<speaker> s, s_gradient;
    net::state<sequences> state, d_state;
    net::state<1> voice;
    speaker::state<1> listener;
    speaker::state<sequences> listeners;
    hg::matrix<float, count + 1, width> x, y, t, dx;
    hg::matrix<std::int32_t, count, 1> tokens;
    net::workspace<2 * hg::steps(steps)> ws;
    net::workspace<count> of_rows;
    classifier::workspace<2 * hg::steps(steps)> q_ws;
    speaker::workspace<2 * hg::steps(steps)> s_ws;
    parallel::workspace<4 * hg::steps(steps)> shards;
    hg::frozen<net> frozen;
    hg::frozen<speaker> frozen_speaker;

    arguments() {
        hg::rng r{7};
        net::initialize(p, r);
        classifier::initialize(q, r);
        speaker::initialize(s, r);
        frozen = hg::freeze(p);
        frozen_speaker = hg::freeze(s);
        for (auto* of : {&x, &y, &t, &dx})
            for (float& v : *of) v = r.uniform(-1.f, 1.f);
        for (auto& v : tokens) v = static_cast<std::int32_t>(r.below(7));
        for (auto* of : {&state, &d_state})
            for (float& v : of->numbers()) v = r.uniform(-1.f, 1.f);
        state.set_steps(1, 4);
        net::train_step(squares, hg::sgd{}, p, hg::going_on(rows(x), state, d_state), rows(t), ws);
        net::train_step(squares, hg::sgd{}, p, hg::sequences(rows(x, count)), rows(t, count), of_rows1());
        parallel::train_step(serial, squares, hg::sgd{}, p, hg::sequences(rows(x)), rows(t), shards);
    }

    net::workspace<2 * hg::steps(steps)>& of_rows1() { return ws; }
    static hg::rows<const float, width> rows(const auto& of, int n = count) {
        return hg::rows<const float, width>(of.data(), n);
    }
    static hg::rows<float, width> room(auto& of, int n = count) {
        return hg::rows<float, width>(of.data(), n);
    }
    static hg::rows<const float, width> at(const float* from, int n = count) {
        return hg::rows<const float, width>(from, n);
    }
    static hg::rows<float, width> room_at(float* to, int n = count) { return hg::rows<float, width>(to, n); }
    hg::rows<const std::int32_t, 1> words() const { return tokens; }

    static constexpr auto serial = [](int n, const auto& f) {
        for (int i = 0; i < n; ++i) f(i);
    };
};

struct failing_call {
    const char* name;
    std::string sentence;
    void (*call)(arguments&);
};

std::string whole(const std::string& call, int rows) {
    return call + ": found " + std::to_string(rows) + " rows, expected as many steps of each of 3 sequences";
}
std::string of_workspace(const std::string& call, int rows, int of = steps) {
    return call + ": found " + std::to_string(rows) + " rows, expected 3 sequences of " + std::to_string(of) +
           " steps, for which the workspace is";
}
std::string cut(const std::string& call, int rows) {
    return call + ": found " + std::to_string(rows) +
           " rows, expected whole sequences of 5 steps, for which the workspace is";
}
std::string targets(const std::string& call, int found, int wanted) {
    return call + ": found " + std::to_string(found) + " targets, expected " + std::to_string(wanted) +
           ": one for each row that the network makes, or for each sequence";
}
std::string overlap(const std::string& call, const std::string& one, const std::string& other) {
    return call + ": " + one + " and " + other + " overlap, expected memory of its own for each";
}
std::string room(const std::string& call, const std::string& what, int found, int wanted = count) {
    return call + ": room for the " + what + " of " + std::to_string(found) +
           " rows, expected as many as the batch has: " + std::to_string(wanted);
}
std::string token(const std::string& call, int found, int row) {
    return call + ": found token " + std::to_string(found) + " in row " + std::to_string(row) +
           ", expected 0 to 6";
}
/// The arguments with a token that nobody knows.
arguments& unknown(arguments& a, std::int32_t t = 7) {
    a.tokens(4, 0) = t;
    return a;
}

/// Where the state's numbers begin.
float* begin(auto& state) { return state.numbers().data(); }

const failing_call throwing[] = {
    // rows that are no whole number of steps
    {"predict", whole("predict", 14),
     [](arguments& a) { net::predict(a.p, hg::going_on(a.rows(a.x, 14), a.state), a.room(a.y, 14)); }},
    {"predict of sequences", whole("predict", 16),
     [](arguments& a) { net::predict(a.p, hg::sequences<3>(a.rows(a.x, 16)), a.room(a.y, 16)); }},
    {"predict, frozen", whole("predict", 14),
     [](arguments& a) { a.frozen.predict(a.rows(a.x, 14), a.room(a.y, 14), a.state); }},
    {"predict in a workspace", of_workspace("predict", 12),
     [](arguments& a) { net::predict(a.p, hg::going_on(a.rows(a.x, 12), a.state), a.ws, a.room(a.y, 12)); }},
    {"predict in a workspace, frozen", of_workspace("predict", 12),
     [](arguments& a) { a.frozen.predict(hg::going_on(a.rows(a.x, 12), a.state), a.ws, a.room(a.y, 12)); }},
    {"predict in a workspace, nobody counts", cut("predict", 14),
     [](arguments& a) { net::predict(a.p, hg::sequences(a.rows(a.x, 14)), a.ws, a.room(a.y, 14)); }},
    {"train_step", of_workspace("train_step", 12),
     [](arguments& a) {
         net::train_step(squares, hg::sgd{}, a.p, hg::going_on(a.rows(a.x, 12), a.state), a.rows(a.t, 12),
                         a.ws);
     }},
    {"train_step, nobody counts", cut("train_step", 14),
     [](arguments& a) {
         net::train_step(squares, hg::sgd{}, a.p, hg::sequences(a.rows(a.x, 14)), a.rows(a.t, 10), a.ws);
     }},
    {"data_parallel", of_workspace("data_parallel", 12),
     [](arguments& a) {
         parallel::train_step(a.serial, squares, hg::sgd{}, a.p, hg::going_on(a.rows(a.x, 12), a.state),
                              a.rows(a.t, 12), a.shards);
     }},
    // a workspace for rows: sequences of one step each, of which there would be more than the state has
    {"predict in a workspace of rows", of_workspace("predict", 15, 1),
     [](arguments& a) { net::predict(a.p, hg::going_on(a.rows(a.x), a.state), a.of_rows, a.room(a.y)); }},
    {"predict in a workspace of rows, frozen", of_workspace("predict", 15, 1),
     [](arguments& a) { a.frozen.predict(hg::sequences<3>(a.rows(a.x)), a.of_rows, a.room(a.y)); }},
    {"train_step in a workspace of rows", of_workspace("train_step", 15, 1),
     [](arguments& a) {
         net::train_step(squares, hg::sgd{}, a.p, hg::going_on(a.rows(a.x), a.state, a.d_state), a.rows(a.t),
                         a.of_rows);
     }},
    // targets and results of another number
    {"fewer targets", targets("train_step", 14, 15),
     [](arguments& a) {
         net::train_step(squares, hg::sgd{}, a.p, hg::going_on(a.rows(a.x), a.state), a.rows(a.t, 14), a.ws);
     }},
    {"fewer targets, of a gradient", targets("value_and_gradient", 14, 15),
     [](arguments& a) {
         net::value_and_gradient(squares, a.p, hg::going_on(a.rows(a.x), a.state, a.d_state), a.rows(a.t, 14),
                                 a.gradient, a.ws, a.room(a.dx));
     }},
    {"a target for each step", targets("value_and_gradient", 15, 3),
     [](arguments& a) {
         classifier::value_and_gradient(squares, a.q, hg::sequences<3>(a.rows(a.x)), a.rows(a.t),
                                        a.q_gradient, a.q_ws);
     }},
    {"no sequence at all", "value_and_gradient: found no sequences, expected at least one",
     [](arguments& a) {
         net::value_and_gradient(squares, a.p, hg::sequences(a.rows(a.x, 0)), a.rows(a.t, 0), a.gradient,
                                 a.ws);
     }},
    {"room for fewer gradients", room("value_and_gradient", "input gradients", 14),
     [](arguments& a) {
         net::value_and_gradient(squares, a.p, hg::going_on(a.rows(a.x), a.state, a.d_state), a.rows(a.t),
                                 a.gradient, a.ws, a.room(a.dx, 14));
     }},
    {"room for fewer results", room("predict", "results", 14),
     [](arguments& a) { net::predict(a.p, a.rows(a.x), a.room(a.y, 14), a.state); }},
    {"room for fewer results, frozen", room("predict", "results", 14),
     [](arguments& a) { a.frozen.predict(a.rows(a.x), a.room(a.y, 14), a.state); }},
    // overlapping memory
    {"results in the place of the batch", overlap("predict", "the results", "the batch"),
     [](arguments& a) { net::predict(a.p, a.rows(a.x), a.room(a.x), a.state); }},
    {"the state in the results", overlap("predict", "the state", "the results"),
     [](arguments& a) {
         net::predict(a.p, hg::going_on(a.at(a.x.data(), 3), a.state), a.room_at(begin(a.state), 3));
     }},
    {"the state in the results, frozen", overlap("predict", "the state", "the results"),
     [](arguments& a) {
         a.frozen.predict(hg::going_on(a.at(a.x.data(), 3), a.state), a.room_at(begin(a.state), 3));
     }},
    {"the state in the batch", overlap("predict", "the state", "the batch"),
     [](arguments& a) { net::predict(a.p, hg::going_on(a.at(begin(a.state), 3), a.state), a.room(a.y, 3)); }},
    {"the state in the targets", overlap("train_step", "the state", "the targets"),
     [](arguments& a) {
         net::workspace<3 * hg::steps(1)> ws;
         net::train_step(squares, hg::sgd{}, a.p, hg::going_on(a.rows(a.x, 3), a.state),
                         a.at(begin(a.state), 3), ws);
     }},
    {"the state as its gradient", overlap("value_and_gradient", "the state", "the gradient of the state"),
     [](arguments& a) {
         net::value_and_gradient(squares, a.p, hg::going_on(a.rows(a.x), a.state, a.state), a.rows(a.t),
                                 a.gradient, a.ws);
     }},
    {"the input gradient in the state", overlap("value_and_gradient", "the state", "the input gradient"),
     [](arguments& a) {
         net::workspace<3 * hg::steps(1)> ws;
         net::value_and_gradient(squares, a.p, hg::going_on(a.rows(a.x, 3), a.state), a.rows(a.t, 3),
                                 a.gradient, ws, a.room_at(begin(a.state), 3));
     }},
    {"the input gradient in the state's gradient",
     overlap("value_and_gradient", "the gradient of the state", "the input gradient"),
     [](arguments& a) {
         net::workspace<3 * hg::steps(1)> ws;
         net::value_and_gradient(squares, a.p, hg::going_on(a.rows(a.x, 3), a.state, a.d_state),
                                 a.rows(a.t, 3), a.gradient, ws, a.room_at(begin(a.d_state), 3));
     }},
    // tokens
    {"a token", token("predict", 7, 4),
     [](arguments& a) { speaker::predict(unknown(a).s, hg::sequences<3>(a.words()), a.room(a.y)); }},
    {"a negative token", token("predict", -1, 4),
     [](arguments& a) { speaker::predict(unknown(a, -1).s, a.words(), a.room(a.y), a.listeners); }},
    {"a token, in a workspace", token("predict", 7, 4),
     [](arguments& a) { speaker::predict(unknown(a).s, hg::sequences(a.words()), a.s_ws, a.room(a.y)); }},
    {"a token, frozen", token("predict", 7, 4),
     [](arguments& a) { unknown(a).frozen_speaker.predict(a.words(), a.room(a.y), a.listeners); }},
    {"a token, frozen, in a workspace", token("predict", 7, 4),
     [](arguments& a) { unknown(a).frozen_speaker.predict(hg::sequences(a.words()), a.s_ws, a.room(a.y)); }},
    {"a token, of a gradient", token("value_and_gradient", 7, 4),
     [](arguments& a) {
         speaker::value_and_gradient(squares, unknown(a).s, hg::sequences(a.words()), a.rows(a.t),
                                     a.s_gradient, a.s_ws);
     }},
    {"a token, of a step", token("train_step", 7, 4),
     [](arguments& a) {
         speaker::train_step(squares, hg::sgd{}, unknown(a).s, hg::going_on(a.words(), a.listeners),
                             a.rows(a.t), a.s_ws);
     }},
    {"a token, of vjp", token("value_and_gradient", 7, 4),
     [](arguments& a) {
         hg::vjp(unknown(a).s, hg::sequences(a.words()), a.rows(a.t), hg::discard{}, a.s_gradient, a.s_ws);
     }},
    {"hessian_vector_product of a token", token("hessian_vector_product", 7, 4),
     [](arguments& a) {
         (void)hg::hessian_vector_product(squares, unknown(a).s, a.s, hg::sequences<3>(a.tokens),
                                          hg::view<const float, count, width>(a.t.data()));
     }},
};

const failing_call aborting[] = {
    {"forward, a state in the batch", overlap("forward", "the state", "the batch"),
     [](arguments& a) {
         (void)net::forward(a.p, hg::going_on(hg::view<const float, 3, width>(begin(a.state)), a.state));
     }},
    {"forward, frozen, a state in the batch", overlap("forward", "the state", "the batch"),
     [](arguments& a) {
         (void)a.frozen.forward(hg::going_on(hg::view<const float, 3, width>(begin(a.state)), a.state));
     }},
    {"forward, the results in the state", overlap("forward", "the state", "the results"),
     [](arguments& a) {
         net::workspace<3 * hg::steps(1)> ws;
         net::forward(a.p, hg::going_on(hg::view<const float, 3, width>(a.x.data()), a.state), ws,
                      hg::view<float, 3, width>(begin(a.state)));
     }},
    {"forward of a token", token("forward", 7, 4),
     [](arguments& a) { (void)speaker::forward(unknown(a).s, hg::sequences<3>(a.tokens)); }},
    {"forward of a token, frozen", token("forward", 7, 4),
     [](arguments& a) { (void)unknown(a).frozen_speaker.forward(a.tokens, a.listeners); }},
    {"forward of a token, in a workspace", token("forward", 7, 1),
     [](arguments& a) {
         (void)speaker::forward(unknown(a).s,
                                hg::sequences(hg::view<const std::int32_t, 5, 1>(&a.tokens(3, 0))), a.s_ws);
     }},
    {"jvp of a token", token("jvp", 7, 4),
     [](arguments& a) { (void)hg::jvp(unknown(a).s, a.s, hg::sequences<3>(a.tokens), hg::zero_tangent{}); }},
    {"a gradient whose rows are static", token("value_and_gradient", 7, 4),
     [](arguments& a) {
         speaker::value_and_gradient(squares, unknown(a).s, hg::sequences(a.tokens),
                                     hg::view<const float, count, width>(a.t.data()), a.s_gradient, a.s_ws);
     }},
};

} // namespace

TEST_CASE("a call with sequences that throws changes nothing") {
    const auto a = std::make_unique<arguments>();
    for (const failing_call& of : throwing) {
        CAPTURE(std::string(of.name));
        a->tokens(4, 0) = 0;
        // What the call itself sets wrong is set before the photograph.
        if (of.sentence.find("token") != std::string::npos)
            a->tokens(4, 0) = of.sentence.find("-1") != std::string::npos ? -1 : 7;
        const photograph before(*a);
        CHECK(complaint([&] { of.call(*a); }) == of.sentence);
        CHECK(before.unchanged());
    }
}

TEST_CASE("a call with sequences that cannot throw says the same, and aborts") {
    const auto a = std::make_unique<arguments>();
    for (const failing_call& of : aborting) {
        CAPTURE(std::string(of.name));
        const std::string words = last_words([&] { of.call(*a); });
        CAPTURE(words);
        CHECK(words.find(of.sentence) != std::string::npos);
    }
}

TEST_CASE("gradient_check of an unknown token") {
    const auto a = std::make_unique<arguments>();
    unknown(*a);
    CHECK(complaint([&] {
              hg::testing::gradient_check<speaker>(squares, a->s, hg::sequences<3>(a->tokens),
                                                   hg::view<const float, count, width>(a->t.data()));
          }) == token("gradient_check", 7, 4));
}

// stream never fails: a build that checks stops, any other does what is next to it.

#if defined(HANDGRAD_CHECKED)

namespace {

const failing_call stopped[] = {
    {"a state of less than no steps", "a state: found -1 steps made, expected 0 or more",
     [](arguments& a) { a.state.set_steps(0, -1); }},
    {"a sequence that a state has not", "a state's sequences: found number 3, expected 0 to 2",
     [](arguments& a) { (void)a.state.take(3); }},
    {"a negative count", "stream: found -1 steps, expected a multiple of 1, not negative",
     [](arguments& a) { net::stream(a.p, a.x.data(), a.y.data(), -1, a.voice); }},
    {"a null pointer", "stream: found a null pointer, expected numbers of 2 steps",
     [](arguments& a) { a.frozen.stream(static_cast<const float*>(nullptr), a.y.data(), 2, a.voice); }},
    {"in place", overlap("stream", "the results", "the batch"),
     [](arguments& a) { a.frozen.stream(a.x.data(), a.x.data(), 5, a.voice); }},
    {"into the parameters", overlap("stream", "the results", "the parameters"),
     [](arguments& a) { net::stream(a.p, a.x.data(), a.p.data(), 5, a.voice); }},
    {"into the frozen network", overlap("stream", "the results", "the frozen network"),
     [](arguments& a) { a.frozen.stream(a.x.data(), reinterpret_cast<float*>(&a.frozen), 5, a.voice); }},
    {"into the state", overlap("stream", "the results", "the state"),
     [](arguments& a) { net::stream(a.p, a.x.data(), begin(a.state), 1, a.state); }},
    {"from the state", overlap("stream", "the state", "the batch"),
     [](arguments& a) { net::stream(a.p, begin(a.state), a.y.data(), 1, a.state); }},
    {"a token", token("stream", 7, 4),
     [](arguments& a) { speaker::stream(unknown(a).s, a.tokens.data(), a.y.data(), 6, a.listener); }},
    {"a token, frozen", token("stream", -1, 4),
     [](arguments& a) { unknown(a, -1).frozen_speaker.stream(a.tokens.data(), a.y.data(), 5, a.listeners); }},
};

} // namespace

TEST_CASE("a stream that cannot be right stops a build that checks") {
    const auto a = std::make_unique<arguments>();
    for (const failing_call& of : stopped) {
        CAPTURE(std::string(of.name));
        const std::string words = last_words([&] { of.call(*a); });
        CAPTURE(words);
        CHECK(words.find(of.sentence) != std::string::npos);
    }
}

#else

TEST_CASE("a stream of an unknown token takes the nearest one, of a negative count nothing") {
    const auto a = std::make_unique<arguments>();
    speaker::state<1> s, t;
    hg::matrix<float, count, width> y, z;
    const std::array<std::int32_t, 5> found{3, 7, -1, 2000000000, -2000000000}, taken{3, 6, 0, 6, 0};
    a->frozen_speaker.stream(found.data(), y.data(), 5, s);
    speaker::stream(a->s, taken.data(), z.data(), 5, t);
    CHECK(y == z);
    CHECK(s == t);
    speaker::stream(a->s, taken.data(), z.data(), -1, t);
    CHECK(y == z);
    CHECK(s == t);
}

#endif
