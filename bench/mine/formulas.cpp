// That the peers of bench/mine.cpp compute what the library does: each activation that they know, for a
// number and for arrays, beside the library's own in double; and each loss and optimizer, with and without
// biases.
#include "../harness/agree.hpp"
#include "../peers/loops.hpp"
#include "../peers/predicted_by_eigen.hpp"
#include "../peers/predicted_by_hand.hpp"
#include "../peers/trained_by_eigen.hpp"
#include "../peers/trained_by_hand.hpp"
#include "task.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <ratio>
#include <string>

namespace bench {
namespace {

/// sigma and 0.5 sigma', by the arithmetic of M; `value` and `slope` are single numbers or arrays.
template <class Sigma, class M>
void compute(const auto& z, auto& value, auto& slope) {
    value = formula<Sigma>::template value<M>(z);
    if constexpr (hg::needs_input<Sigma>)
        formula<Sigma>::template times_slope<M>(z, slope);
    else
        formula<Sigma>::template times_slope<M>(value, slope);
}

template <class Sigma>
void check_activation() {
    using exact = hg::simd::scalar_vector<double>;
    constexpr int count = 1000;
    Eigen::ArrayXf z(count), value(count), slope(count);
    for (int i = 0; i < count; ++i) z[i] = static_cast<float>(i - 500) * 0.0161f + 0.003f; // at no kink
    slope = 0.5f;
    compute<Sigma, by_arrays>(z, value, slope);
    for (int i = 0; i < count; ++i) {
        const exact x(static_cast<double>(z[i])), y = Sigma::value(x), dy = hg::derivative<Sigma>(x, y);
        float hand_value = 0, hand_slope = 0.5f;
        compute<Sigma, by_hand>(z[i], hand_value, hand_slope);
        const auto require = [&](const char* what, float found, double expected) {
            require_agreement(std::string(Sigma::name).append(what), i, static_cast<double>(found), expected,
                              3e-6 * std::max(1.0, std::abs(expected)));
        };
        require(" of an array", value[i], y.v);
        require("' of an array", slope[i], 0.5 * dy.v);
        require(" of a number", hand_value, y.v);
        require("' of a number", hand_slope, 0.5 * dy.v);
    }
}

template <class... Sigma>
void check_activations() {
    (check_activation<Sigma>(), ...);
}

template <class Net, class Loss, class Rule>
struct chosen {
    using net = Net;
    static constexpr int batch = 11;
    static constexpr Loss loss{};
    static constexpr Rule optimizer = [] {
        Rule rule{};
        rule.rate = 0.01;
        return rule;
    }();
};

/// Two layers: what is wrong with one is not lost among many.
template <class Loss, class Rule, class Net>
void check_network() {
    using choice = chosen<Net, Loss, Rule>;
    using task = of_mine<choice>;
    static_assert(can_be_compared<choice>());
    const auto check = []<class Contestant>() {
        const lesson& l = shared_lesson(task::name(), task::layers(), task::batch);
        const auto contestant = std::make_unique<Contestant>(l.p.data());
        l.require_outputs(task::name().append(" by ").append(Contestant::name),
                          contestant->predict(l.x.data()), 1e-5, true);
        task::template require_learning<Contestant>(l);
    };
    check.template operator()<trained_by_eigen<task, false>>();
    check.template operator()<trained_by_hand<task, tile_loops>>();
}

} // namespace
} // namespace bench

int main() {
    using namespace bench;
    using half = std::ratio<1, 2>;
    check_activations<hg::identity, hg::relu, hg::leaky_relu, hg::leaky_relu_with<half>, hg::relu6, hg::elu,
                      hg::elu_with<half>, hg::celu, hg::celu_with<half>, hg::selu, hg::gelu, hg::gelu_tanh,
                      hg::silu, hg::fast::silu, hg::mish, hg::sigmoid, hg::fast::sigmoid, hg::tanh,
                      hg::fast::tanh, hg::softplus, hg::softplus_with<half>, hg::softsign, hg::hard_sigmoid,
                      hg::hard_swish, hg::sin, hg::cos, hg::exp, hg::square>();

    using with_biases = hg::network<hg::dense<6, 9, hg::silu>, hg::network<hg::dense<9, 5, hg::sigmoid>>>;
    using without =
        hg::network<hg::dense<6, 9, hg::relu, hg::no_bias>, hg::dense<9, 1, hg::identity, hg::no_bias>>;
    check_network<hg::softmax_cross_entropy, hg::sgd, with_biases>();
    check_network<hg::binary_cross_entropy_with_logits, hg::adam, with_biases>();
    check_network<hg::mean_squared_error, hg::momentum, without>();
    check_network<hg::mean_absolute_error, hg::adamw, without>();
    check_network<hg::huber, hg::sgd, without>();
    std::puts("all formulas of the peers agree");
}
