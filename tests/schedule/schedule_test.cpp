// Schedules: by hand, against PyTorch's, beyond their ends, and in constant expressions.
#include <bits.hpp>

#include <handgrad/optimizer/sgd.hpp>
#include <handgrad/schedule/constant_rate.hpp>
#include <handgrad/schedule/cosine_annealing.hpp>
#include <handgrad/schedule/inverse_time_decay.hpp>
#include <handgrad/schedule/linear_warm_up.hpp>
#include <handgrad/schedule/one_cycle.hpp>
#include <handgrad/schedule/step_decay.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace {

namespace hg = handgrad;

static_assert(hg::schedule<hg::constant_rate> && hg::schedule<hg::step_decay> &&
              hg::schedule<hg::cosine_annealing> && hg::schedule<hg::inverse_time_decay> &&
              hg::schedule<hg::linear_warm_up<hg::one_cycle>> && hg::schedule<hg::one_cycle>);
static_assert(!hg::schedule<double> && !hg::schedule<hg::sgd>);

template <hg::schedule S>
void check(const std::string& what, const S& rate_of, const std::vector<double>& expected) {
    for (std::size_t k = 0; k < expected.size(); ++k) {
        const double rate = rate_of(static_cast<std::int64_t>(k));
        INFO(what, ", step ", k, ": ", rate, " for ", expected[k]);
        CHECK(std::abs(rate - expected[k]) <= 1e-15 * 0.1);
    }
}

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

} // namespace

// The literals are what PyTorch 1.13's schedulers make of a rate of 0.1, or of that maximum. They take many
// rates from the one before.
TEST_CASE("schedules as PyTorch's") {
    check("constant", hg::constant_rate{.rate = 0.1}, {0.1, 0.1, 0.1});
    check("StepLR(3, 0.5)", hg::step_decay{.rate = 0.1, .gamma = 0.5, .every = 3},
          {0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.025, 0.025, 0.025, 0.0125});
    check("ExponentialLR(0.9)", hg::step_decay{.rate = 0.1, .gamma = 0.9, .every = 1},
          {0.1, 0.09000000000000001, 0.08100000000000002, 0.07290000000000002, 0.06561000000000002,
           0.05904900000000002, 0.05314410000000002, 0.04782969000000002, 0.043046721000000024,
           0.03874204890000002});
    check("CosineAnnealingLR(9, 0.01)", hg::cosine_annealing{.rate = 0.1, .minimum = 0.01, .steps = 9},
          {0.1, 0.09728616793536589, 0.08947199994035401, 0.07750000000000001, 0.06281416799501188,
           0.047185832004988146, 0.032500000000000015, 0.020528000059645994, 0.012713832064634126, 0.01});
    check("LinearLR(0.25, total_iters=4)",
          hg::linear_warm_up<>{.start = 0.25, .steps = 4, .after = {.rate = 0.1}},
          {0.025, 0.043750000000000004, 0.06250000000000001, 0.08125000000000002, 0.10000000000000002,
           0.10000000000000002, 0.10000000000000002});
    check("LinearLR, then CosineAnnealingLR(5, 0.01)",
          hg::linear_warm_up<hg::cosine_annealing>{
              .start = 0.25, .steps = 4, .after = {.rate = 0.1, .minimum = 0.01, .steps = 5}},
          {0.025, 0.043750000000000004, 0.06250000000000001, 0.08125000000000002, 0.1, 0.09140576474687263,
           0.06890576474687263, 0.04109423525312736, 0.018594235253127367, 0.01});
    check("OneCycleLR(0.1, 10)", hg::one_cycle{.max_rate = 0.1, .steps = 10},
          {0.0040000000000000036, 0.052000000000000005, 0.1, 0.09504846320134738, 0.0811745653949763,
           0.06112620219362893, 0.03887419780637107, 0.0188258346050237, 0.004951936798652629, 4e-07});
    check("OneCycleLR(0.1, 12, 0.4, 'linear', div_factor=10, final_div_factor=100)",
          hg::one_cycle{.max_rate = 0.1,
                        .steps = 12,
                        .rise = 0.4,
                        .start_divisor = 10,
                        .end_divisor = 100,
                        .curve = hg::anneal::linear},
          {0.01, 0.03368421052631579, 0.057368421052631575, 0.08105263157894736, 0.09722500000000002,
           0.08335000000000001, 0.06947500000000001, 0.05560000000000001, 0.04172500000000001, 0.02785,
           0.013975000000000015, 0.00010000000000000286});
    check("OneCycleLR(0.1, 12, 0.4, three_phase=True)",
          hg::one_cycle{.max_rate = 0.1, .steps = 12, .rise = 0.4, .three_phases = true},
          {0.0040000000000000036, 0.019490484561964422, 0.05596380858267193, 0.08987874445102689,
           0.09934534256333069, 0.07825351158987653, 0.0402166966172417, 0.009785259942088557,
           0.003864957964362831, 0.002547471247546153, 0.0007950512541687639, 4e-07});
}

TEST_CASE("schedules by hand") {
    CHECK(hg::step_decay{.rate = 2, .gamma = 0.25, .every = 10}(19) == 0.5);
    CHECK(hg::inverse_time_decay{.rate = 3, .decay = 0.5}(4) == 1);
    CHECK(hg::cosine_annealing{.rate = 1, .minimum = 0, .steps = 2}(1) == 0.5);
    CHECK(hg::linear_warm_up<>{.start = 0, .steps = 4, .after = {.rate = 2}}(3) == 1.5);
    CHECK(hg::linear_warm_up<>{.steps = 0, .after = {.rate = 2}}(0) == 2); // none
    const hg::one_cycle line{
        .max_rate = 4, .steps = 9, .rise = 1.0 / 3, .start_divisor = 4, .curve = hg::anneal::linear};
    CHECK(line(0) == 1);
    CHECK(line(1) == 2.5);
    CHECK(line(2) == 4);
}

TEST_CASE("a schedule begins and ends exactly where it says, and stays there") {
    for (const double rate : {0.1, 0.3, 1e-3}) {
        const hg::cosine_annealing cosine{.rate = rate, .minimum = rate / 7, .steps = 10};
        CHECK(cosine(0) == rate);
        for (const std::int64_t k : {std::int64_t{10}, std::int64_t{11}, never}) CHECK(cosine(k) == rate / 7);
        const hg::linear_warm_up<hg::cosine_annealing> warm{.steps = 5, .after = cosine};
        CHECK(warm(5) == rate);
        CHECK(warm(never) == rate / 7);
        for (const bool three_phases : {false, true})
            for (const hg::anneal curve : {hg::anneal::cosine, hg::anneal::linear}) {
                const hg::one_cycle cycle{
                    .max_rate = rate, .steps = 10, .rise = 0.3, .curve = curve, .three_phases = three_phases};
                CHECK(cycle(0) == rate / 25);
                CHECK(cycle(2) == rate);
                for (const std::int64_t k : {std::int64_t{9}, std::int64_t{10}, never})
                    CHECK(cycle(k) == rate / 25 / 1e4);
            }
    }
    CHECK(hg::step_decay{.gamma = 0.5, .every = 1}(never) == 0);
    // cycles that only rise, only fall, or are one step
    CHECK(hg::one_cycle{.max_rate = 1, .steps = 5, .rise = 1}(4) == 1);
    CHECK(hg::one_cycle{.max_rate = 1, .steps = 5, .rise = 0}(4) == 1 / 25.0 / 1e4);
    CHECK(hg::one_cycle{.max_rate = 1, .steps = 1}(0) == 1 / 25.0 / 1e4);
}

TEST_CASE("schedules give the same bits at compile time and at run time") {
    constexpr auto all = [](std::int64_t first, std::int64_t last) {
        digest d;
        for (std::int64_t k = first; k < last; ++k) {
            d.add(hg::step_decay{.gamma = 0.9, .every = 2}(k));
            d.add(hg::inverse_time_decay{}(k));
            d.add(hg::linear_warm_up<hg::cosine_annealing>{.steps = 3, .after = {.steps = 9}}(k));
            d.add(hg::one_cycle{.steps = 11, .three_phases = true}(k));
            d.add(hg::one_cycle{.steps = 11, .curve = hg::anneal::linear}(k));
        }
        return d.value();
    };
    constexpr std::uint64_t expected = 0x4bd88b4007b5f126;
    static_assert(all(0, 12) == expected);
    volatile std::int64_t first = 0;
    CHECK(all(first, 12) == expected);
}

TEST_CASE("a schedule sets the rate of an optimizer") {
    hg::sgd step;
    const hg::step_decay schedule{.rate = 1, .gamma = 0.5, .every = 2};
    std::array<double, 1> p{0}, g{-1};
    hg::optimizer_state<hg::sgd, 1, double> state;
    for (int k = 0; k < 4; ++k) {
        step.rate = schedule(state.steps());
        step(p, g, state);
    }
    CHECK(p[0] == 3);
}
