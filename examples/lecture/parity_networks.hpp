/// Networks that tell parity: 1 for an odd number of ones among N inputs, each of them 0 or 1; else 0.
#pragma once

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <utility>

namespace lecture {

namespace detail {

/// Folds the count c of ones at m_1, then at m_2, ..: fold_m(c) = relu(c) - 2 relu(c - m).
template <int N, class Folds>
struct folding;
template <int N, int... I>
struct folding<N, std::integer_sequence<int, I...>> {
    static constexpr int width(int) { return 2; }
    using net = handgrad::mlp<handgrad::relu, N, width(I)..., 1>;

    /// A layer makes relu(c) and relu(c - m) of its c: the sum of the inputs, or what the last layer folded.
    static handgrad::parameters<net> build(const std::array<int, sizeof...(I)>& m) {
        handgrad::parameters<net> p;
        const auto sum_up = [](auto w, float second) {
            for (int r = 0; r < w.rows; ++r) std::fill_n(w.row(r).begin(), w.cols, r == 0 ? 1.0f : second);
        };
        (sum_up(p.template weights<I + 1>(), I == 0 ? 1.0f : -2.0f), ...);
        sum_up(p.template weights<sizeof...(I) + 1>(), -2);
        ((p.template biases<I + 1>()(0, 1) = static_cast<float>(-m[I])), ...);
        return p;
    }
};

} // namespace detail

/// N layers, 2 (N - 1) units: folds at N - 1, N - 2, .. 1. Each takes one from the range of c.
template <int N>
auto count_down() {
    std::array<int, N - 1> m;
    for (int i = 0; i < N - 1; ++i) m[static_cast<std::size_t>(i)] = N - 1 - i;
    return detail::folding<N, std::make_integer_sequence<int, N - 1>>::build(m);
}
/// 1 + log2(N) layers, 2 log2(N) units, rounded up: folds at .. 4, 2, 1. Each halves the range of c.
template <int N>
auto halve() {
    constexpr int folds = std::bit_width(static_cast<unsigned>(N - 1));
    std::array<int, folds> m;
    for (int i = 0; i < folds; ++i) m[static_cast<std::size_t>(i)] = 1 << (folds - 1 - i);
    return detail::folding<N, std::make_integer_sequence<int, folds>>::build(m);
}
/// Two layers, N units: c - 2 relu(c - 1) + 2 relu(c - 2) - ..
template <int N>
auto count() {
    handgrad::parameters<handgrad::mlp<handgrad::relu, N, N, 1>> p;
    std::fill_n(p.template weights<1>().begin(), N * N, 1.0f);
    for (int k = 0; k < N; ++k) {
        p.template biases<1>()(0, k) = static_cast<float>(-k);
        p.template weights<2>()(k, 0) = k == 0 ? 1.0f : k % 2 == 0 ? 2.0f : -2.0f;
    }
    return p;
}
/// Two layers, 2^(N-1) units, each of them 1 for an odd pattern a of its own and 0 for all other inputs.
template <int N>
auto look_up() {
    constexpr int patterns = 1 << (N - 1);
    handgrad::parameters<handgrad::mlp<handgrad::relu, N, patterns, 1>> p;
    for (int k = 0; k < patterns; ++k) {
        const unsigned a =
            2 * static_cast<unsigned>(k) + (std::popcount(static_cast<unsigned>(k)) % 2 == 0 ? 1u : 0u);
        for (int i = 0; i < N; ++i) p.template weights<1>()(i, k) = (a >> i & 1) != 0 ? 1.0f : -1.0f;
        p.template biases<1>()(0, k) = static_cast<float>(1 - std::popcount(a));
        p.template weights<2>()(k, 0) = 1;
    }
    return p;
}

} // namespace lecture
