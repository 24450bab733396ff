// What the cache costs: training keeps every Z_i, for the way back needs them; and what it costs to forget.
//
//     Z_1 = X      Z_{i+1} = relu(Z_i W_i + b_i)     kept: (m, n) numbers for each of L - 1 layers
//     dl/dW_i = Z_i^T (G_{i+1} o sigma_i')           because this needs Z_i
//
//     forward:     Z_i W_i                           2 m n n operations a layer
//     backward:    Z_i^T G  and  G W_i^T             twice as many
//
// A checkpoint keeps the Z_i before its layers only and computes the others again: with about sqrt(L) layers
// in each, the memory grows as sqrt(L), for one forward pass more. (T. Chen et al., 2016.)
#include "claims.hpp"
#include "data_file.hpp"

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <utility>

namespace hg = handgrad;

constexpr int n = 64, m = 64;
using layer = hg::dense<n, n, hg::relu>;

/// Made<layer, layer, ..>, Count of them.
template <template <class...> class Made, class Layer, int Count>
struct repeat {
    template <int... I>
    static auto make(std::integer_sequence<int, I...>) -> Made<std::conditional_t<(I >= 0), Layer, void>...>;
    using type = decltype(make(std::make_integer_sequence<int, Count>{}));
};
template <int L>
using plain = typename repeat<hg::network, layer, L>::type;
/// L layers in checkpoints of Each.
template <int L, int Each>
using checkpointed =
    typename repeat<hg::network, typename repeat<hg::checkpoint, layer, Each>::type, L / Each>::type;

/// Bytes that a step of training keeps or uses on its way, parameters and their gradient left out.
template <class Net, int B>
constexpr double kilobytes = (sizeof(typename Net::template workspace<B>) - sizeof(hg::parameters<Net>)) /
                             1024.0;

/// The shortest of some runs of f, in microseconds.
template <class F>
double microseconds(F f) {
    double best = 1e30;
    for (int run = 0; run < 200; ++run) {
        const auto start = std::chrono::steady_clock::now();
        f();
        best = std::min(
            best,
            std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
    }
    return best;
}

/// A pass over the same batch by a network of 16 layers, however they are grouped.
template <class Net>
struct pass {
    hg::parameters<Net> p, gradient;
    typename Net::template workspace<m> ws;
    hg::matrix<float, m, n> x, y;
    hg::matrix<int, m, 1> label;
    float loss = 0;
    double forward, both;

    pass() {
        hg::rng random{1};
        Net::initialize(p, random);
        for (float& v : x) v = random.normal<float>();
        for (int& v : label) v = static_cast<int>(random.below(n));
        forward = microseconds([&] { y = Net::forward(p, x, ws); });
        both = microseconds(
            [&] { loss = Net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws); });
    }
    template <class Other>
    bool same_bits(const pass<Other>& other) const {
        return loss == other.loss && y == other.y &&
               std::equal(gradient.begin(), gradient.end(), other.gradient.begin());
    }
};

template <class Net>
void print_row(const char* name, const pass<Net>& of, double shortest) {
    std::printf("%-22s %8.0f KB %9.0f us %16.0f us %10.2f %10.2f\n", name, kilobytes<Net, m>, of.forward,
                of.both, of.both / of.forward, of.both / shortest);
}

int main(int argc, char** argv) {
    std::printf("KB that training works in, layers of %d\n\n layers   1 row  16 rows  64 rows  256 rows\n",
                n);
    [&]<int... I>(std::integer_sequence<int, I...>) {
        (std::printf("%7d %7.1f %8.1f %8.1f %9.1f\n", 2 << I, kilobytes<plain<2 << I>, 1>,
                     kilobytes<plain<2 << I>, 16>, kilobytes<plain<2 << I>, 64>,
                     kilobytes<plain<2 << I>, 256>),
         ...);
    }
    (std::make_integer_sequence<int, 5>{});

    const auto all = std::make_unique<pass<plain<16>>>();
    const auto pairs = std::make_unique<pass<checkpointed<16, 2>>>();
    const auto fours = std::make_unique<pass<checkpointed<16, 4>>>();
    std::printf(
        "\n16 layers, %d rows       memory      forward   forward + backward      ratio   to no checkpoint\n",
        m);
    print_row("everything kept", *all, all->both);
    print_row("checkpoints of 2", *pairs, all->both);
    print_row("checkpoints of 4", *fours, all->both);
    std::printf(
        "The way back takes %.2f times the way forward, both together %.2f times (the lecture: about 2).\n",
        all->both / all->forward - 1, all->both / all->forward);

    lecture::data_file picture(argc, argv, "11_cost_of_the_cache");
    [&]<int... I>(std::integer_sequence<int, I...>) {
        (picture.line((I + 2) * (I + 2), kilobytes<plain<(I + 2) * (I + 2)>, m>,
                      kilobytes<checkpointed<(I + 2) * (I + 2), I + 2>, m>),
         ...);
    }
    (std::make_integer_sequence<int, 7>{}); // 4, 9, .. 64 layers

    std::puts("");
    lecture::claims claims;
    claims.check(hg::tape_size_of<plain<16>, m> == 15 * m * n &&
                     hg::tape_size_of<plain<32>, 2 * m> == 31 * 2 * m * n,
                 "the cache is (L - 1) m n numbers: it grows with the depth and with the batch");
    claims.check(hg::tape_size_of<checkpointed<16, 4>, m> == 3 * m * n &&
                     hg::tape_size_of<checkpointed<64, 8>, m> == 7 * m * n,
                 "of L layers, checkpoints of sqrt(L) keep sqrt(L) - 1 of the Z_i");
    claims.check(pairs->same_bits(*all) && fours->same_bits(*all),
                 "loss, output and every gradient are the same, to the bit");
    return claims.exit_code();
}
