// Several threads ask one network at the same time. Built with the thread sanitizer where there is one: it
// reports, and fails the program, if two of them write to one place.
#include <handgrad/handgrad.hpp>

#include <array>
#include <cstdio>
#include <memory>
#include <span>
#include <thread>

namespace hg = handgrad;

namespace {

using net = hg::network<hg::dense<9, 24, hg::tanh>, hg::dense<24, 5>>;
using remembering = hg::network<hg::gru<9, 24>, hg::lstm<24, 7>, hg::dense<7, 5>>;
constexpr int batch = 12, threads = 4, rounds = 50;

using result = hg::matrix<float, batch, 5>;

struct shared {
    hg::parameters<net> p;
    hg::frozen<net> frozen;
    hg::matrix<float, batch, 9> x;
    hg::parameters<remembering> q;
    hg::frozen<remembering> streaming;

    shared() {
        hg::rng random{1};
        net::initialize(p, random);
        frozen = hg::freeze(p);
        remembering::initialize(q, random);
        streaming = hg::freeze(q);
        for (float& value : x) value = random.normal<float>();
    }
};

/// The calls that threads may make at the same time, with a state for each where there is one; those of one
/// list give the same bits.
using question = void (*)(const shared&, result&);
constexpr question of_rows[] = {
    [](const shared& s, result& y) { y = net::forward(s.p, s.x); },
    [](const shared& s, result& y) { net::predict(s.p, s.x, y); },
    [](const shared& s, result& y) { y = s.frozen.forward(s.x); },
};
constexpr question of_voices[] = {
    [](const shared& s, result& y) { y = remembering::forward(s.q, hg::sequences<1>(s.x)); },
    [](const shared& s, result& y) {
        remembering::state<> voice;
        remembering::stream(s.q, s.x.data(), y.data(), batch, voice);
    },
    [](const shared& s, result& y) {
        remembering::state<> voice;
        for (int t = 0; t < batch; ++t) s.streaming.stream(s.x.row(t).data(), y.row(t).data(), 1, voice);
    },
};

/// How many results differ from those of the first question.
int count_differing(const shared& s, std::span<const question> questions) {
    result expected;
    questions[0](s, expected);
    int wrong = 0;
    for (const question ask : questions) {
        std::array<int, threads> differing{};
        std::array<std::thread, threads> workers;
        for (std::size_t t = 0; t < workers.size(); ++t)
            workers[t] = std::thread([&, t] {
                for (int i = 0; i < rounds; ++i) {
                    result y;
                    ask(s, y);
                    differing[t] += !(y == expected);
                }
            });
        for (std::thread& worker : workers) worker.join();
        for (const int d : differing) wrong += d;
    }
    return wrong;
}

} // namespace

int main() {
    const auto s = std::make_unique<const shared>();
    const int wrong = count_differing(*s, of_rows) + count_differing(*s, of_voices);
    if (wrong > 0) std::printf("shared_parameters: %d results differ\n", wrong);
    return wrong > 0;
}
