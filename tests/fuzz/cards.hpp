/// What must not be missed in drawn networks: decks of activations, losses, optimizers and checks.
#pragma once

#include <handgrad/core/random.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <utility>

namespace fuzz {

namespace hg = handgrad;

/// Card number `position` of a deck that is shuffled anew each time it is at its end.
template <class Card, std::size_t N>
const Card& deal(const std::array<Card, N>& deck, std::uint64_t seed, int position) {
    constexpr int size = static_cast<int>(N);
    std::array<int, N> order;
    for (int i = 0; i < size; ++i) order[static_cast<std::size_t>(i)] = i;
    hg::rng random{seed * 1009 + N * 101 + static_cast<std::uint64_t>(position / size)};
    for (int i = size - 1; i > 0; --i)
        std::swap(order[static_cast<std::size_t>(i)], order[random.below(static_cast<std::uint32_t>(i) + 1)]);
    return deck[static_cast<std::size_t>(order[static_cast<std::size_t>(position % size)])];
}

/// Functions without a corner are told apart: only theirs are gradients that rounding cannot switch.
struct activation {
    const char* name;
    bool smooth;
};
constexpr std::array activations{activation{"identity", true},
                                 activation{"relu", false},
                                 activation{"leaky_relu", false},
                                 activation{"relu6", false},
                                 activation{"elu", true},
                                 activation{"celu", true},
                                 activation{"selu", false},
                                 activation{"gelu", true},
                                 activation{"gelu_tanh", true},
                                 activation{"silu", true},
                                 activation{"mish", true},
                                 activation{"sigmoid", true},
                                 activation{"tanh", true},
                                 activation{"softplus", true},
                                 activation{"softsign", true},
                                 activation{"hard_sigmoid", false},
                                 activation{"hard_swish", false},
                                 activation{"sin", true},
                                 activation{"cos", true},
                                 activation{"exp", true},
                                 activation{"square", true},
                                 activation{"fast::sigmoid", true},
                                 activation{"fast::tanh", true},
                                 activation{"fast::silu", true},
                                 activation{"leaky_relu_with<std::ratio<1, 5>>", false},
                                 activation{"elu_with<std::ratio<1, 2>>", false},
                                 activation{"celu_with<std::ratio<3, 2>>", true},
                                 activation{"softplus_with<std::ratio<2>>", true}};

enum class kind {
    dense,
    activate,
    prelu,
    softmax,
    log_softmax,
    dropout,
    layer_norm,
    batch_norm,
    conv2d,
    max_pool2d,
    average_pool2d,
    residual,
    projected_residual,
    add,
    concatenate,
    checkpoint,
    fixed,
    network
};
constexpr std::array all_kinds{
    kind::dense,    kind::activate,   kind::prelu,         kind::softmax,     kind::log_softmax,
    kind::dropout,  kind::layer_norm, kind::batch_norm,    kind::conv2d,      kind::max_pool2d,
    kind::residual, kind::add,        kind::checkpoint,    kind::concatenate, kind::projected_residual,
    kind::fixed,    kind::network,    kind::average_pool2d};

struct loss {
    const char* name;
    bool labels, weightable, smooth, ignores, probabilities;
    const char* option; // its own, with a value
};
constexpr std::array losses{
    loss{"softmax_cross_entropy", true, true, true, true, false, ".label_smoothing = 0.1"},
    loss{"soft_cross_entropy", false, true, true, false, true, ".label_smoothing = 0.2"},
    loss{"binary_cross_entropy_with_logits", false, true, true, false, true, ".pos_weight = 2.5"},
    loss{"negative_log_likelihood", true, true, true, true, false, nullptr},
    loss{"hinge", true, true, false, false, false, ".margin = 0.5"},
    loss{"mean_squared_error", false, false, true, false, false, nullptr},
    loss{"mean_absolute_error", false, false, false, false, false, nullptr},
    loss{"huber", false, false, true, false, false, ".delta = 0.7"},
    loss{"smooth_l1", false, false, true, false, false, ".beta = 0.3"}};

/// A rule, its rate, and an option of its own.
struct rule {
    const char* name;
    const char* option;
};
constexpr std::array rules{rule{"sgd", nullptr},
                           rule{"momentum", ".nesterov = true"},
                           rule{"averaged_momentum", ".nesterov = true"},
                           rule{"adam", ".epsilon = 1e-6"},
                           rule{"adamw", ".beta2 = 0.99"},
                           rule{"amsgrad", ".beta1 = 0.8"},
                           rule{"rmsprop", ".alpha = 0.9"},
                           rule{"rmsprop_momentum", ".momentum = 0.5"},
                           rule{"centered_rmsprop", ".alpha = 0.9"},
                           rule{"centered_rmsprop_momentum", ".momentum = 0.5"},
                           rule{"adagrad", ".epsilon = 1e-8"}};

constexpr std::array checks{"inference", "cuts",        "steps",     "frozen",  "frozen_small",
                            "shards",    "differences", "in_double", "products"};

} // namespace fuzz
