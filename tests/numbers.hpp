/// Numbers that arithmetic may get wrong, and numbers of random bits.
#pragma once

#include <bits.hpp>

#include <handgrad/core/random.hpp>

#include <bit>
#include <limits>
#include <vector>

/// Zeros, subnormals, limits, infinities, NaN, halves and integers, each with both signs.
template <class T>
std::vector<T> special_numbers() {
    using limits = std::numeric_limits<T>;
    const T list[] = {0,
                      limits::denorm_min(),
                      limits::min() / 2,
                      limits::min(),
                      limits::epsilon() / 2,
                      limits::epsilon(),
                      T(0.25),
                      T(0.5),
                      1 - limits::epsilon() / 2,
                      1,
                      1 + limits::epsilon(),
                      T(1.5),
                      2,
                      T(2.5),
                      T(3.5),
                      7,
                      1000,
                      T(1 / limits::epsilon()) - T(0.5),
                      1 / limits::epsilon(),
                      limits::max() / 2,
                      limits::max(),
                      limits::infinity(),
                      limits::quiet_NaN()};
    std::vector<T> numbers;
    for (T x : list) {
        numbers.push_back(x);
        numbers.push_back(-x);
    }
    return numbers;
}

/// Of every sign, exponent and significand; some infinite or NaN.
template <class T>
T random_bits(handgrad::rng& rng) {
    return std::bit_cast<T>(static_cast<bits_of<T>>(rng() >> (64 - 8 * sizeof(T))));
}
