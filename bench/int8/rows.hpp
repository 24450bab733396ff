/// Random rows of numbers that are hard to make integers of.
#pragma once

#include "../../tests/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace bench {

namespace hg = handgrad;

inline constexpr const char* kinds[] = {"one scale",   "many scales", "half-way",  "equal numbers",
                                        "random bits", "specials",    "threshold", "largest"};
inline constexpr int kind_count = static_cast<int>(std::size(kinds));

inline int below(hg::rng& random, int n) {
    return static_cast<int>(random() % static_cast<std::uint64_t>(n));
}

/// A row of the kind of that number.
template <int K>
void fill_row(int kind, hg::rng& random, float (&z)[K]) {
    const auto power = [&](int lowest, int highest) {
        return std::ldexp(random.uniform(1.0f, 2.0f), lowest + below(random, highest - lowest + 1));
    };
    const auto even = [&](float size) {
        for (float& x : z) x = random.uniform(-1.0f, 1.0f) * size;
    };
    const float one_sign = below(random, 2) == 0 ? 1.0f : -1.0f;
    if (kind == 0) {
        even(power(-140, 125));
        if (below(random, 4) == 0)
            for (float& x : z) x = one_sign * std::abs(x);
    } else if (kind == 1) {
        for (float& x : z) x = (below(random, 2) == 0 ? 1.0f : -1.0f) * power(-20, 20);
    } else if (kind == 2) {
        // low f is n + 1/2, but for roundings, and so is every other number
        const float step = power(-90, 110);
        const int n = below(random, 127);
        for (float& x : z) x = (static_cast<float>(below(random, 128) - n) - 0.5f) * step;
        z[0] = (static_cast<float>(-n) - 0.5f) * step;
        if constexpr (K > 1) {
            z[1] = (126.5f - static_cast<float>(n)) * step;
            for (int i = below(random, 4); i > 0; --i) z[1] = std::nextafter(z[1], 2 * z[1]);
        }
    } else if (kind == 3) {
        std::fill(z, z + K, one_sign * power(-140, 127));
    } else if (kind == 4) {
        for (float& x : z) x = random_bits<float>(random);
    } else if (kind == 5) {
        static const auto specials = special_numbers<float>();
        even(power(-30, 30));
        z[below(random, K)] = specials[random() % specials.size()];
        z[below(random, K)] = specials[random() % specials.size()];
    } else if (kind == 6) {
        // high - low a few last places from 2^-100
        const float part = random.uniform(0.0f, 1.0f);
        even(0x1p-102f);
        z[0] = one_sign * 0x1p-100f * part;
        z[K - 1] += -one_sign * (0x1p-100f - std::abs(z[0]));
        for (int i = below(random, 4); i > 0; --i)
            z[K - 1] = std::nextafter(z[K - 1], below(random, 2) == 0 ? 0.0f : 1.0f);
    } else {
        even(std::numeric_limits<float>::max());
        if (below(random, 2) == 0)
            for (float& x : z) x = one_sign * std::abs(x);
    }
}

} // namespace bench
