// A policy in a control loop: RAPTOR (data/raptor), a network that flies quadrotors that it has not seen. It
// has a memory, in which it finds out what it flies: here five of them, light and heavy, side by side on one
// frozen network of 2,084 numbers.
#include <raptor.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace hg = handgrad;

using vector3 = std::array<float, 3>;

/// A small quadrotor: a rigid body with four rotors, which take time to follow. Frames: x forward, y left, z
/// up; rotors: front right, back right, back left, front left.
class quadrotor {
public:
    float mass;
    vector3 position{0.5f, -0.3f, 0.4f}, velocity{}, turning{}; // m, m/s, and rad/s in its own frame
    std::array<float, 9> attitude{};                            // its frame as rows of the world's
    std::array<float, 4> action{};                              // -1 .. 1 each: no thrust to full

    explicit quadrotor(float kilograms) : mass(kilograms) {
        const float tilt = 0.4f; // rad, about x
        attitude = {1, 0, 0, 0, std::cos(tilt), -std::sin(tilt), 0, std::sin(tilt), std::cos(tilt)};
        speed.fill(std::sqrt(mass * gravity / 4 / thrust));
    }

    /// What the policy sees.
    void observe(hg::view<float, 1, 22> to) const {
        float* next = to.data();
        for (const float x : position) *next++ = x;
        for (const float x : attitude) *next++ = x;
        for (const float x : velocity) *next++ = x;
        for (const float x : turning) *next++ = x;
        for (const float x : action) *next++ = x;
    }

    /// A hundredth of a second, in five steps.
    void fly(hg::view<const float, 1, 4> asked) {
        for (int i = 0; i < 4; ++i)
            action[static_cast<std::size_t>(i)] = std::clamp(asked(0, i), -1.0f, 1.0f);
        for (int i = 0; i < 5; ++i) step(0.002f);
    }

    float distance() const { return std::hypot(position[0], position[1], position[2]); }

private:
    static constexpr float gravity = 9.81f;       // m/s^2
    static constexpr float full_speed = 21702;    // turns a minute
    static constexpr float thrust = 3.16e-10f;    // N for a (turn a minute)^2
    static constexpr float torque = 0.005964552f; // m: of a rotor's drag, for its thrust
    static constexpr float arm = 0.028f;          // m
    static constexpr float lag = 0.15f;           // s
    static constexpr vector3 inertia{3.85e-6f, 3.85e-6f, 5.9675e-6f};

    std::array<float, 4> speed{};

    void step(float dt) {
        constexpr std::array<float, 4> x{arm, -arm, -arm, arm}, y{-arm, -arm, arm, arm}, spin{-1, 1, -1, 1};
        float force = 0;
        vector3 moment{};
        for (std::size_t i = 0; i < 4; ++i) {
            speed[i] += dt * ((action[i] + 1) / 2 * full_speed - speed[i]) / lag;
            const float f = thrust * speed[i] * speed[i];
            force += f;
            moment[0] += y[i] * f;
            moment[1] -= x[i] * f;
            moment[2] += spin[i] * torque * f;
        }
        const std::array<float, 9>& R = attitude;
        for (std::size_t i = 0; i < 3; ++i) {
            velocity[i] += dt * (R[3 * i + 2] * force / mass - (i == 2 ? gravity : 0));
            position[i] += dt * velocity[i];
        }
        const vector3 w = turning;
        for (std::size_t i = 0; i < 3; ++i) {
            const std::size_t j = (i + 1) % 3, k = (i + 2) % 3;
            turning[i] += dt * (moment[i] - (inertia[k] - inertia[j]) * w[j] * w[k]) / inertia[i];
        }
        rotate({dt * turning[0], dt * turning[1], dt * turning[2]});
    }

    /// attitude = attitude exp(angle), by Rodrigues' formula.
    void rotate(vector3 angle) {
        const float size = std::hypot(angle[0], angle[1], angle[2]);
        const float s = size > 1e-9f ? std::sin(size) / size : 1;
        const float c = size > 1e-9f ? (1 - std::cos(size)) / (size * size) : 0.5f;
        const std::array<float, 9> K{0, -angle[2], angle[1], angle[2], 0, -angle[0], -angle[1], angle[0], 0};
        std::array<float, 9> turned{};
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = 0; j < 3; ++j)
                for (std::size_t k = 0; k < 3; ++k) {
                    float square = 0; // of K
                    for (std::size_t l = 0; l < 3; ++l) square += K[3 * k + l] * K[3 * l + j];
                    const float e = (k == j ? 1 : 0) + s * K[3 * k + j] + c * square;
                    turned[3 * i + j] += attitude[3 * i + k] * e;
                }
        attitude = turned;
    }
};

int main() {
    static const auto policy = hg::freeze(raptor::parameters);
    std::array fleet{quadrotor(0.022f), quadrotor(0.027f), quadrotor(0.032f), quadrotor(0.037f),
                     quadrotor(0.042f)};
    constexpr int count = static_cast<int>(fleet.size()), ticks = 1000;

    raptor::network::state<count> memory;
    hg::matrix<float, count, 22> seen;
    hg::matrix<float, count, 4> asked;
    std::printf("a hundred times a second; metres from where they should hover\n\n    s");
    for (const quadrotor& q : fleet) std::printf("   %2.0f g ", static_cast<double>(1000 * q.mass));
    std::printf("\n");
    std::chrono::duration<double, std::nano> thinking{};
    for (int tick = 0; tick <= ticks; ++tick) {
        if (tick % 100 == 0) {
            std::printf("%5.1f", tick / 100.0);
            for (const quadrotor& q : fleet) std::printf("  %6.3f", static_cast<double>(q.distance()));
            std::printf("\n");
        }
        for (int i = 0; i < count; ++i) fleet[static_cast<std::size_t>(i)].observe(seen.row(i));
        const auto begin = std::chrono::steady_clock::now();
        policy.stream(seen.data(), asked.data(), 1, memory); // one step of each of them
        thinking += std::chrono::steady_clock::now() - begin;
        for (int i = 0; i < count; ++i)
            fleet[static_cast<std::size_t>(i)].fly(
                static_cast<const hg::matrix<float, count, 4>&>(asked).row(i));
    }
    std::printf("\n%.0f ns for a decision\n", thinking.count() / (ticks + 1) / count);
    const bool all_hover =
        std::all_of(fleet.begin(), fleet.end(), [](const quadrotor& q) { return q.distance() < 0.1f; });
    return all_hover ? 0 : 1;
}
