// As many layers as you like, and between them any sigma.
//
//     Z_1 = X      Z_{i+1} = sigma_i(Z_i W_i + b_i)      sigma_i: sigmoid, relu, tanh, sin or cos
//     Y = Z_{L+1} W_{L+1} + b_{L+1}                      l = softmax cross-entropy of Y
//
// L = 1 .. 8 hidden layers of 32 units learn to read digits. The sigma_i are usually part of the network's
// type. Here a layer of its own chooses them when the program runs, so that eight types do for all.
#include "../confusion_matrix.hpp"
#include "chosen_sigma.hpp"
#include "claims.hpp"
#include "data/digits.hpp"
#include "data_file.hpp"

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <utility>

namespace hg = handgrad;
using examples::digits;
using lecture::sequence, lecture::sigma;

constexpr int hidden = 32, deepest = 8, steps = 600;
constexpr int batch = 29; // 31 of them are the test digits

template <int I>
using hidden_layer =
    hg::network<hg::dense<I == 1 ? digits::pixels : hidden, hidden>, lecture::chosen_sigma<I, hidden>>;
template <class>
struct deep_network;
template <std::size_t... I>
struct deep_network<std::index_sequence<I...>> {
    using type = hg::network<hidden_layer<static_cast<int>(I) + 1>..., hg::dense<hidden, digits::classes>>;
};
template <int L>
using deep = typename deep_network<std::make_index_sequence<L>>::type;

/// The share of the test digits that it reads after training, or -1: a digit alone gave other bits.
template <int L>
double train(const digits& data) {
    using net = deep<L>;
    const auto train = data.train(), test = data.test();
    hg::parameters<net> p, gradient;
    hg::rng random{1};
    net::initialize(p, random, hg::glorot_uniform{});
    typename net::template workspace<batch> ws;
    hg::optimizer_state<hg::adam, net::parameter_count> state;
    hg::matrix<float, batch, digits::pixels> x;
    std::array<int, batch> label{};
    for (int step = 0; step < steps; ++step) {
        for (int r = 0; r < batch; ++r) {
            const int i = static_cast<int>(random.uniform<float>(0, digits::train_count));
            std::copy_n(train.images[i].data(), digits::pixels, x.row(r).data());
            label[static_cast<std::size_t>(r)] = train.labels[static_cast<std::size_t>(i)];
        }
        net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
        hg::adam{.rate = 0.003}(p, gradient, state);
    }
    int right = 0;
    for (int first = 0; first < digits::test_count; first += batch) {
        const auto y = net::forward(p, test.images.tile<batch>(first));
        if constexpr (L == deepest) {
            const auto alone = net::forward(p, test.images[first]);
            if (!std::equal(alone.begin(), alone.end(), y.begin())) return -1;
        }
        for (int r = 0; r < batch; ++r)
            right += examples::argmax(y.row(r)) == test.labels[static_cast<std::size_t>(first + r)];
    }
    return static_cast<double>(right) / digits::test_count;
}

/// Whether sigmas that are chosen when the program runs give the bits of those in a type.
bool same_as_typed(const digits& data) {
    using typed = hg::network<hg::dense<digits::pixels, hidden, hg::sin>, hg::dense<hidden, hidden, hg::relu>,
                              hg::dense<hidden, digits::classes>>;
    sequence = {sigma::sin, sigma::relu};
    hg::parameters<typed> p;
    hg::parameters<deep<2>> q;
    hg::rng random{2};
    typed::initialize(p, random);
    std::copy(p.begin(), p.end(), q.begin());
    const auto x = data.test().images.tile<batch>(0);
    return typed::forward(p, x) == deep<2>::forward(q, x);
}

int main(int count, char** arguments) {
    const digits data;
    lecture::data_file file(count, arguments, "07_deep_networks");
    constexpr std::array names{"sigmoid", "relu", "tanh", "sin", "cos", "mixed"};
    double share[names.size()][deepest];
    std::printf("test digits read after %d steps, in %%\n          ", steps);
    for (int i = 1; i <= deepest; ++i) std::printf("  L = %d", i);
    for (std::size_t s = 0; s < names.size(); ++s) {
        for (std::size_t i = 0; i < deepest; ++i) // mixed: relu, tanh, sin, cos, sigmoid, relu, ..
            sequence[i] = static_cast<sigma>(s < 5 ? s : (i + 1) % 5);
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            ((share[s][I] = train<static_cast<int>(I) + 1>(data)), ...);
        }
        (std::make_index_sequence<deepest>{});
        std::printf("\n%-10s", names[s]);
        for (int i = 0; i < deepest; ++i) {
            std::printf(" %6.1f", 100 * share[s][i]);
            file.line(i + 1, 100 * share[s][i]);
        }
        file.blank();
        file.blank();
    }
    std::puts("\n");

    const double* const first = &share[0][0];
    const double* const last = first + names.size() * deepest;
    const double least = *std::min_element(first + deepest, last), shallow = share[0][0], deep = share[0][7];
    lecture::claims claims;
    claims.check(least > 0.8, "relu, tanh, sin, cos and all mixed, at any depth: %.1f %% or more",
                 100 * least);
    claims.check(shallow > 0.8, "one hidden layer of sigmoid: %.1f %%", 100 * shallow);
    claims.check(deep < least / 2, "eight learn slower: %.1f %% (sigma' <= 1/4, eight times)", 100 * deep);
    claims.check(*std::min_element(first, last) >= 0,
                 "a digit alone gives the bits that it gives among others");
    claims.check(same_as_typed(data), "sigmas chosen at run time give the bits of those in a type");
    return claims.exit_code();
}
