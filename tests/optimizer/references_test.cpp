// Every optimizer with every option against PyTorch: ten steps on a quadratic and on Rosenbrock's function.
#include <handgrad/optimizer/adagrad.hpp>
#include <handgrad/optimizer/adam.hpp>
#include <handgrad/optimizer/adamw.hpp>
#include <handgrad/optimizer/amsgrad.hpp>
#include <handgrad/optimizer/momentum.hpp>
#include <handgrad/optimizer/rmsprop.hpp>
#include <handgrad/optimizer/sgd.hpp>
#include <handgrad/schedule/inverse_time_decay.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <string>

namespace {

namespace hg = handgrad;

/// The gradient of sum_i c_i (x_i - t_i)^2 / 2 at the first three numbers, and of (1 - x)^2 + 100 (y - x^2)^2
/// at the last two.
std::array<double, 5> gradient_at(const std::array<double, 5>& p) {
    const double above = p[4] - p[3] * p[3];
    return {p[0] - 0.5, 4 * (p[1] + 1), (p[2] - 2) / 4, -2 * (1 - p[3]) - 400 * p[3] * above, 200 * above};
}

/// Where ten steps lead from (3, 1, -2) and (-1.25, 1). As all rules are elementwise, the two functions share
/// a block.
template <class Rule, class BeforeStep>
std::array<double, 5> ten_steps(Rule step, double first_state, BeforeStep before_step) {
    std::array<double, 5> p{3, 1, -2, -1.25, 1};
    hg::optimizer_state<Rule, 5, double> state;
    for (double& s : state) s = first_state;
    for (int k = 0; k < 10; ++k) {
        before_step(step, k);
        step(p, gradient_at(p), state);
    }
    CHECK(state.steps() == 10);
    return p;
}
template <class Rule>
std::array<double, 5> ten_steps(const Rule& step) {
    return ten_steps(step, 0, [](Rule&, int) {});
}

void check(const std::string& what, const std::array<double, 5>& found,
           const std::array<double, 5>& expected) {
    for (std::size_t i = 0; i < 5; ++i) {
        INFO(what, ", number ", i, ": ", found[i], " for ", expected[i]);
        CHECK(std::abs(found[i] - expected[i]) <= 1e-14 * (1 + std::abs(expected[i])));
    }
}

} // namespace

// The literals are what PyTorch 1.13 arrives at in double, on the CPU.
TEST_CASE("ten steps as PyTorch takes them") {
    check("SGD(lr=1e-3, weight_decay=0.1)", ten_steps(hg::sgd{.rate = 1e-3, .weight_decay = 0.1}),
          {2.9721381942215954, 0.9204782273397928, -1.9880188823707996, -1.0260721078823105,
           1.060901302100386});
    check("SGD(lr=1e-3, momentum=0.9, weight_decay=0.1)",
          ten_steps(hg::momentum{.rate = 1e-3, .momentum = 0.9, .weight_decay = 0.1}),
          {2.885241804374999, 0.6766431935373457, -1.9504943240858992, -0.6293828794415688,
           0.6283714173825954});
    check(
        "SGD(lr=1e-3, momentum=0.9, weight_decay=0.1, nesterov=True)",
        ten_steps(hg::momentum{.rate = 1e-3, .momentum = 0.9, .weight_decay = 0.1, .nesterov = true}),
        {2.8695036303710633, 0.6362384568627025, -1.9435527661683203, -0.7808111846431879, 0.61645523228421});
    check("Adam(lr=0.1)", ten_steps(hg::adam{.rate = 0.1}),
          {2.018031910140108, 0.024586836501610324, -1.0099116829406523, -1.0947063332244564,
           1.074607339903387});
    check(
        "Adam(lr=0.05, betas=(0.8,0.95), eps=1e-3, weight_decay=0.1)",
        ten_steps(hg::adam{.rate = 0.05, .beta1 = 0.8, .beta2 = 0.95, .epsilon = 1e-3, .weight_decay = 0.1}),
        {2.5058016422731955, 0.5075920071320027, -1.5044543022849748, -1.0351399561660197,
         1.1938640842474646});
    check("Adam(lr=0.1, betas=(0.5,0.6), weight_decay=0.1, amsgrad=True)",
          ten_steps(hg::amsgrad{.rate = 0.1, .beta1 = 0.5, .beta2 = 0.6, .weight_decay = 0.1}),
          {2.0604620631651316, 0.08868134405611286, -1.0374643424552243, -1.0730157236188986,
           1.1451363278242974});
    check("AdamW(lr=0.1)", ten_steps(hg::adamw{.rate = 0.1}),
          {1.9932830635478183, 0.019323204750463507, -0.9946742139940232, -1.086464971488096,
           1.0595250455780063});
    check(
        "AdamW(lr=0.05, betas=(0.8,0.95), eps=1e-3, weight_decay=0.5)",
        ten_steps(hg::adamw{.rate = 0.05, .beta1 = 0.8, .beta2 = 0.95, .epsilon = 1e-3, .weight_decay = 0.5}),
        {1.8972492631050202, 0.33956512111713394, -1.1122352547178784, -0.8477550677578356,
         0.8624133261223623});
    check(
        "RMSprop(lr=0.01)", ten_steps(hg::rmsprop{.rate = 0.01}),
        {2.514232233887841, 0.5197938006303391, -1.5061782578009264, -1.0775760740591076, 1.166812199510071});
    check(
        "RMSprop(lr=0.02, alpha=0.9, eps=1e-3, weight_decay=0.1)",
        ten_steps(hg::rmsprop{.rate = 0.02, .alpha = 0.9, .epsilon = 1e-3, .weight_decay = 0.1}),
        {2.661927024204999, 0.6643257590173371, -1.6600176682310697, -1.081943578199975, 1.1675925592682952});
    check("RMSprop(lr=0.01, alpha=0.9, weight_decay=0.1, momentum=0.5)",
          ten_steps(hg::rmsprop_momentum{.rate = 0.01, .alpha = 0.9, .weight_decay = 0.1, .momentum = 0.5}),
          {2.6856689330918293, 0.6876469327988928, -1.6839393270758771, -1.0760000434658519,
           1.1737962085220246});
    check("RMSprop(lr=0.01, alpha=0.9, weight_decay=0.1, centered=True)",
          ten_steps(hg::centered_rmsprop{.rate = 0.01, .alpha = 0.9, .weight_decay = 0.1}),
          {2.7791675139707643, 0.7802683095510401, -1.7782035223716848, -1.1059606354301394,
           1.1468121183399758});
    check("RMSprop(lr=0.01, alpha=0.9, weight_decay=0.1, momentum=0.5, centered=True)",
          ten_steps(hg::centered_rmsprop_momentum{
              .rate = 0.01, .alpha = 0.9, .weight_decay = 0.1, .momentum = 0.5}),
          {2.6037072669990864, 0.6072223346374294, -1.600666201086886, -1.0731466377882413,
           1.1749709972540825});
    check("Adagrad(lr=0.1, weight_decay=0.1)", ten_steps(hg::adagrad{.rate = 0.1, .weight_decay = 0.1}),
          {2.5180806810390686, 0.5243244872549774, -1.5126660136198216, -1.0774099793351803,
           1.1662759124285675});
    check(
        "Adagrad(lr=0.1, lr_decay=0.25, initial_accumulator_value=0.5, eps=1e-3)",
        ten_steps(hg::adagrad{.epsilon = 1e-3}, 0.5,
                  [](hg::adagrad& step, int k) {
                      step.rate = hg::inverse_time_decay{.rate = 0.1, .decay = 0.25}(k);
                  }),
        {2.700067403558585, 0.6963132229757317, -1.7231487179838358, -1.0858602317664166, 1.165038839238314});
}
