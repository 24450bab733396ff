/// What the units of `triples` have in common.
#pragma once

#include <cstdint>

struct triple {
    float a, b, c;
};

/// out[i] = a b + c of the i-th, by the unit's own instructions; `count` is a multiple of 8.
using backend = void(const triple* of, int count, float* out);
backend by_processor, by_sse2, by_avx, by_scalar;

/// Bits, but for NaN, of which one is as good as another.
inline bool same(float a, float b) {
    return __builtin_bit_cast(std::uint32_t, a) == __builtin_bit_cast(std::uint32_t, b) || (a != a && b != b);
}

namespace bench {

/// Random words (S. Vigna, splitmix64).
struct word_source {
    std::uint64_t state;
    std::uint64_t operator()() {
        std::uint64_t z = (state += 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
};

} // namespace bench
