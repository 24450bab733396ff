/// Losses on random batches, and what the tests of every loss ask.
#pragma once

#include <bits.hpp>

#include <handgrad/core/matrix.hpp>
#include <handgrad/core/random.hpp>
#include <handgrad/loss/concept.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

namespace loss_cases {

namespace hg = handgrad;

template <class Loss, class T, int B, int N>
struct batch {
    using target = typename Loss::template target_type<T>;
    static constexpr int target_cols = Loss::template target_cols<N>;

    Loss function;
    hg::matrix<T, B, N> z, g;
    hg::matrix<target, B, target_cols> t;

    /// Outputs in -3 .. 3; targets are labels, or numbers like the outputs.
    explicit batch(std::uint64_t seed, const Loss& loss = Loss{}) : function(loss) {
        hg::rng rng{seed};
        for (T& x : z) x = rng.uniform<T>(-3, 3);
        for (target& x : t) {
            if constexpr (std::is_same_v<target, int>)
                x = static_cast<int>(rng.below(N));
            else
                x = rng.uniform<T>(-3, 3);
        }
    }

    /// start + the losses of `Rows` rows from row `first` on, whose gradients go to g.
    template <int Rows = B>
    hg::running_sum<T> sum(hg::running_sum<T> start, T weight, int first = 0) {
        return function(start, rows_of<const T, Rows, N>(z.data(), first),
                        rows_of<const target, Rows, target_cols>(t.data(), first), weight,
                        rows_of<T, Rows, N>(g.data(), first));
    }
    T loss(T start, T weight) { return sum(start, weight); }
    T loss_only(T start, T weight) const {
        return function(start, z.view(), t.view(), weight, hg::discard{});
    }

    template <class Element, int Rows, int Cols, class Pointer>
    static hg::view<Element, Rows, Cols> rows_of(Pointer data, int first) {
        return hg::view<Element, Rows, Cols>(data + first * Cols);
    }
};

/// g = weight dl/dz, by central differences.
template <class Loss, int B, int N>
void check_gradient(const Loss& loss = Loss{}) {
    batch<Loss, double, B, N> b(N, loss);
    const double weight = 0.75, h = 1e-5;
    b.loss(0, weight);
    double worst = 0;
    for (int i = 0; i < B * N; ++i) {
        batch<Loss, double, B, N> up = b, down = b;
        up.z.data()[i] += h;
        down.z.data()[i] -= h;
        const double slope = (up.loss_only(0, 1) - down.loss_only(0, 1)) / (2 * h);
        worst = std::max(worst, std::fabs(b.g.data()[i] - weight * slope));
    }
    INFO("N = ", N);
    CHECK(worst < 1e-8);
}

/// A batch cut after any row gives the bits of the whole; and the sum does not depend on who wants gradients.
template <class Loss, class T, int N>
void check_cuts(const Loss& loss = Loss{}) {
    batch<Loss, T, 4, N> whole(N, loss), cut(N, loss);
    const T weight = T(1) / 4, start = T(0.125);
    const T expected = whole.loss(start, weight);
    CHECK(same_bits(whole.loss_only(start, weight), expected));
    auto same = [&](hg::running_sum<T> sum) {
        bool all = same_bits(static_cast<T>(sum), expected) && cut.g == whole.g;
        cut.g = {};
        return all;
    };
    CHECK(same(cut.template sum<3>(cut.template sum<1>(start, weight, 0), weight, 1)));
    CHECK(same(cut.template sum<2>(cut.template sum<2>(start, weight, 0), weight, 2)));
    CHECK(same(cut.template sum<1>(cut.template sum<3>(start, weight, 0), weight, 3)));
}

} // namespace loss_cases
