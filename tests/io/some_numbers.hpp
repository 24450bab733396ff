// Integers and floats of every kind.
#pragma once

#include <numbers.hpp>

#include <handgrad/core/random.hpp>

#include <limits>
#include <vector>

template <class T>
std::vector<T> random_integers() {
    handgrad::rng rng(1);
    std::vector<T> numbers{0, 1, std::numeric_limits<T>::min(), std::numeric_limits<T>::max()};
    for (int i = 0; i < 100; ++i) numbers.push_back(static_cast<T>(rng()));
    return numbers;
}

template <class T>
std::vector<T> all_floats() {
    handgrad::rng rng(2);
    std::vector<T> numbers = special_numbers<T>();
    for (int i = 0; i < 1000; ++i) numbers.push_back(random_bits<T>(rng));
    return numbers;
}
