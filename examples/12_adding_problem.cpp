// A network with a memory learns what needs one: the adding problem. Of 30 numbers that come one after the
// other two are marked, somewhere; at the end it is to say their sum. (S. Hochreiter, J. Schmidhuber, "Long
// short-term memory", 1997.) Who answers 1 whatever comes is off by 0.167, the variance of such a sum.
#include <handgrad/handgrad.hpp>

#include <cstdio>
#include <string>

namespace hg = handgrad;

constexpr int steps = 30, batch = 64;
using net = hg::network<hg::gru<2, 32>, hg::last_step<32>, hg::dense<32, 1>>;

/// Sequences of (a number, whether it is marked), one mark in each half, and the sums of the marked ones.
struct problems {
    hg::matrix<float, batch * steps, 2> x;
    hg::matrix<float, batch, 1> sum;

    void draw(hg::rng& random) {
        for (int b = 0; b < batch; ++b) {
            const int marked[] = {static_cast<int>(random.below(steps / 2)),
                                  steps / 2 + static_cast<int>(random.below(steps / 2))};
            sum(b, 0) = 0;
            for (int t = 0; t < steps; ++t) {
                const float number = random.uniform<float>();
                const bool is_marked = t == marked[0] || t == marked[1];
                x(b * steps + t, 0) = number;
                x(b * steps + t, 1) = is_marked ? 1.0f : 0.0f;
                if (is_marked) sum(b, 0) += number;
            }
        }
    }
};

/// A bar as long as the error, on a logarithmic scale.
std::string bar(float error) {
    int length = 0;
    for (float e = 1e-4f; e < error; e *= 1.2f) ++length;
    return std::string(static_cast<std::size_t>(length), '#');
}

int main() {
    hg::rng random{1};
    hg::parameters<net> p;
    net::initialize(p, random);
    static problems now;
    static net::workspace<batch * hg::steps(steps)> ws;
    const hg::mean_squared_error loss;
    const hg::adam rule{.rate = 3e-3};
    hg::optimizer_state<hg::adam, net::parameter_count> moments;
    const auto clipped = [&](auto& q, auto& gradient) { // which through many steps may be huge
        hg::clip_norm(gradient, 1.0);
        rule(q, gradient, moments);
    };

    std::printf("  batches   mean squared error (0.167: no memory at all)\n");
    float mean = 0;
    constexpr int rounds = 15, batches = 100;
    for (int round = 1; round <= rounds; ++round) {
        mean = 0;
        for (int i = 0; i < batches; ++i) {
            now.draw(random);
            mean += net::train_step(loss, clipped, p, hg::sequences<batch>(now.x), now.sum, ws) / batches;
        }
        std::printf("%9d   %.5f %s\n", round * batches, static_cast<double>(mean), bar(mean).c_str());
    }

    // What it remembers: one problem, step by step, and what it would answer if that were the end.
    using stepwise = hg::network<hg::gru<2, 32>, hg::dense<32, 1>>; // the same parameters, without last_step
    hg::parameters<stepwise> q;
    for (int i = 0; i < q.size; ++i) q[i] = p[i];
    stepwise::state<> state;
    now.draw(random);
    std::printf("\n step   number            the answer so far\n");
    for (int t = 0; t < steps; ++t) {
        const auto answer = stepwise::forward(q, now.x.row(t), state);
        if (now.x(t, 1) == 1.0f || t + 1 == steps)
            std::printf("%5d   %.3f %-10s %.3f\n", t + 1, static_cast<double>(now.x(t, 0)),
                        now.x(t, 1) == 1.0f ? "is marked" : "", static_cast<double>(answer(0, 0)));
    }
    std::printf("        %.3f is right\n", static_cast<double>(now.sum(0, 0)));
    return mean < 0.01f ? 0 : 1;
}
