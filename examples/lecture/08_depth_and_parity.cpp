// Depth and parity: whether the number of ones among N bits is odd. Networks that know, and training in vain.
//
//     c = x_1 + .. + x_N                    is it odd?
//     fold_m(c) = c - 2 relu(c - m)         c up to m, 2m - c above: as odd as c, and 0 .. 2m becomes 0 .. m
//
//     layers        units of relu
//     N             2 (N - 1)      folds at N - 1, N - 2, .. 1: each takes one from the range of c
//     1 + log2(N)   2 log2(N)      folds at .. 4, 2, 1: each halves it
//     2             N              counting: c - 2 relu(c - 1) + 2 relu(c - 2) - ..
//     2             2^(N-1)        look-up: the sum over odd a of relu(1 - bits in which x differs from a)
//
// Two layers take 2^(N-1) units if each is to know one pattern; if they may count, N do. Depth takes fewer.
#include "claims.hpp"
#include "data_file.hpp"
#include "parity_networks.hpp"

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>

namespace hg = handgrad;

/// The i-th of N numbers is 1 if bit i is set, else `zero`.
template <int N>
hg::matrix<float, 1, N> spread(std::uint64_t bits, float zero) {
    hg::matrix<float, 1, N> x;
    for (int i = 0; i < N; ++i) x(0, i) = (bits >> i & 1) != 0 ? 1.0f : zero;
    return x;
}

/// Whether it gives 0 or 1, to the bit, as it should for each of the 2^N inputs.
template <int N, class Net>
bool exact(const hg::parameters<Net>& p) {
    int right = 0;
    for (std::uint64_t bits = 0; bits < 1u << N; ++bits)
        right += Net::forward(p, spread<N>(bits, 0))(0, 0) == static_cast<float>(std::popcount(bits) % 2);
    return right == 1 << N;
}
template <int N>
bool all_exact() {
    const bool all = exact<N>(lecture::count_down<N>()) && exact<N>(lecture::halve<N>()) &&
                     exact<N>(lecture::count<N>()) && exact<N>(lecture::look_up<N>());
    std::printf("%5d %12d %14d %15d %14d    %s\n", N, 2 * (N - 1), 2 * std::bit_width(N - 1u), N,
                1 << (N - 1), all ? "exact on all" : "WRONG");
    return all;
}

constexpr int most = 24;
using learner =
    hg::mlp<hg::relu, most, most, 2>; // counting shows that its units are enough for any N up to 24

/// The share of 4096 random inputs that it is right about after 4000 steps of 32 random inputs each.
double train(int n, hg::rng random) {
    hg::parameters<learner> p;
    learner::initialize(p, random);
    learner::workspace<32> ws;
    hg::matrix<float, 32, most> x;
    hg::matrix<int, 32, 1> odd;
    const auto draw = [&](auto to) {
        const std::uint64_t bits = random() >> (64 - n);
        const auto row = spread<most>(bits, -1);
        std::copy_n(row.begin(), n, to.begin()); // the others stay 0: the network does not see them
        return std::popcount(bits) % 2;
    };
    for (int k = 0; k < 4000; ++k) {
        for (int r = 0; r < 32; ++r) odd(r, 0) = draw(x.row(r));
        learner::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 0.1}, p, x, odd, ws);
    }
    int right = 0;
    for (int k = 0; k < 4096; ++k) {
        const int label = draw(x.row(0));
        const auto z = learner::forward(p, x.row(0));
        right += (z(0, 1) > z(0, 0) ? 1 : 0) == label;
    }
    return right / 4096.0;
}

int main(int argc, char** argv) {
    lecture::claims claims;
    lecture::data_file data(argc, argv, "08_depth_and_parity");
    std::puts("Hidden units of the networks built by hand:\n    N     N layers  1 + log2(N)   two, counting  "
              " two, look-up    "
              "2^N inputs");
    const bool four_exact = all_exact<4>(), twelve_exact = all_exact<12>();

    std::printf("\nTrained, %d hidden units, three random beginnings, right answers:\n    N      worst     "
                "middle       best\n",
                most);
    double worst_of_small = 1, best_of_large = 0;
    for (int n = 2; n <= most; n += 2) {
        std::array<double, 3> right;
        for (std::size_t seed = 0; seed < 3; ++seed) right[seed] = train(n, hg::rng{seed + 1});
        std::sort(right.begin(), right.end());
        std::printf("%5d %8.1f %% %8.1f %% %8.1f %%\n", n, 100 * right[0], 100 * right[1], 100 * right[2]);
        data.line(n, right[0], right[1], right[2]);
        if (n <= 8) worst_of_small = std::min(worst_of_small, right[0]);
        if (n >= 20) best_of_large = std::max(best_of_large, right[2]);
    }
    std::puts("");
    claims.check(four_exact && twelve_exact, "built by hand, each network is exact on all inputs");
    claims.check(worst_of_small > 0.99, "trained on up to 8 bits, the worst is right about %.1f %%",
                 100 * worst_of_small);
    claims.check(best_of_large < 0.55, "on 20 bits or more, the best about %.1f %%: no better than guessing",
                 100 * best_of_large);
    return claims.exit_code();
}
