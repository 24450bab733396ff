// Sound: a network learns an effect from what goes in and comes out, piece by piece, and then runs in an
// audio callback, whatever the size of its blocks, for as many voices as there are.
#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <vector>

namespace hg = handgrad;

using net = hg::network<hg::gru<1, 16>, hg::dense<16, 1>>;

/// What is to be learned: a resonant filter, driven until it distorts.
class effect {
public:
    float operator()(float x) {
        low_ += 0.15f * band_;
        band_ += 0.15f * (x - low_ - 0.4f * band_);
        return std::tanh(2 * low_);
    }

private:
    float low_ = 0, band_ = 0;
};

/// An effect as a plug-in has it: the host calls process, as often as it likes and for as many samples.
/// Nothing in it allocates, locks, throws or calls the system.
struct plugin {
    hg::frozen<net> f;
    net::state<> voice;

    void process(const float* in, float* out, int count) noexcept {
        const hg::flush_to_zero
            guard; // where the sound dies away, numbers so small that they cost time are zero
        f.stream(in, out, count, voice);
    }
};

/// 16 pieces of sound and what the effect makes of them, 2000 samples each.
constexpr int pieces = 16, length = 2000, steps = 100;
struct recording {
    std::vector<float> in, out;

    explicit recording(hg::rng& random) {
        for (int b = 0; b < pieces; ++b) {
            effect e;
            float noise = 0;
            for (int t = 0; t < length; ++t) {
                noise = 0.9f * noise + 0.5f * random.normal<float>();
                in.push_back(noise);
                out.push_back(e(noise));
            }
        }
    }
};

double error_to_signal(const std::vector<float>& y, const std::vector<float>& wanted) {
    double error = 0, signal = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
        error += std::pow(double{y[i]} - double{wanted[i]}, 2);
        signal += std::pow(double{wanted[i]}, 2);
    }
    return error / signal;
}

int main() {
    hg::rng random{2};
    hg::parameters<net> p;
    net::initialize(p, random);
    static recording sound(random);

    // Truncated backpropagation through time: 100 steps of each piece, then the next 100, which go on from
    // the state that those before have left.
    static net::workspace<pieces * hg::steps(steps)> ws;
    static hg::matrix<float, pieces * steps, 1> x, target;
    const hg::mean_squared_error loss;
    hg::adam rule{.rate = 4e-3};
    hg::optimizer_state<hg::adam, net::parameter_count> moments;
    for (int epoch = 1; epoch <= 40; ++epoch) {
        net::state<pieces> state;
        float mean = 0;
        for (int first = 0; first < length; first += steps) {
            for (int b = 0; b < pieces; ++b)
                for (int t = 0; t < steps; ++t) {
                    const auto from = static_cast<std::size_t>(b * length + first + t);
                    x(b * steps + t, 0) = sound.in[from];
                    target(b * steps + t, 0) = sound.out[from];
                }
            mean += net::train_step(loss, rule, p, hg::going_on(x, state), target, ws, moments);
        }
        if (epoch % 10 == 0) {
            std::printf("epoch %2d: mean squared error %.6f\n", epoch,
                        static_cast<double>(mean * steps / length));
            rule.rate = 4e-3 * (40 - epoch + 2) / 40;
        }
    }

    // New sound, in blocks of all sizes: the same bits.
    const recording unheard(random);
    const std::size_t count = unheard.in.size();
    plugin one{hg::freeze(p), {}};
    std::vector<float> whole(count), y(count);
    one.process(unheard.in.data(), whole.data(), static_cast<int>(count));
    std::printf("\nsound that it has not heard: error to signal %.4f\n", error_to_signal(whole, unheard.out));
    std::printf("\n block   ns a sample\n");
    bool equal = true;
    for (const std::size_t block : {1, 16, 64, 480}) {
        one.voice.reset();
        const auto begin = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < count; i += block)
            one.process(unheard.in.data() + i, y.data() + i, static_cast<int>(std::min(block, count - i)));
        const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begin;
        equal = equal && y == whole;
        std::printf("%6zu   %.0f\n", block, taken.count() / static_cast<double>(count));
    }
    std::printf("%s\n", equal ? "in any blocks the same bits" : "the blocks differ");

    // Many voices on one network: each its own state; one of them is stopped, and one goes on elsewhere.
    constexpr int voices = 8;
    net::state<voices> choir;
    hg::matrix<float, voices, 1> in, out;
    for (int t = 0; t < 100; ++t) {
        for (int v = 0; v < voices; ++v)
            in(v, 0) = std::sin(0.05f * static_cast<float>(v + 1) * static_cast<float>(t));
        out = one.f.forward(in, choir);
    }
    choir.reset(3);
    net::state<> alone = choir.take(5);
    out = one.f.forward(in, choir);
    const float same = one.f.forward(in.row(5), alone)(0, 0);
    std::printf("\nvoice 5 of %d after %d steps: %.4f, by itself %.4f; voice 3 began again: %d step\n",
                voices, static_cast<int>(choir.steps(5)), static_cast<double>(out(5, 0)),
                static_cast<double>(same), static_cast<int>(choir.steps(3)));
    return equal && same == out(5, 0) && error_to_signal(whole, unheard.out) < 0.05 ? 0 : 1;
}
