/// Everything that one network is held against: other ways to the same bits, and other ways to the same
/// number. A drawn source defines a `subject` (subject.hpp) and calls fuzz::run<subject>().
#pragma once

#include "against_double.hpp"
#include "subject.hpp"

#include <handgrad/testing/gradient_check.hpp>
#include <handgrad/train/thread_team.hpp>

#include <cmath>
#include <functional>
#include <limits>

#if !defined(HANDGRAD_FUZZ_ASKED)
#define HANDGRAD_FUZZ_ASKED 2
#endif

namespace fuzz {

/// What a build is asked besides its results, which are compared with another build's: in 1 what must be
/// equal to them, in 2 what is the same number by another way, too.
inline constexpr bool asked_equalities = HANDGRAD_FUZZ_ASKED >= 1, asked_numbers = HANDGRAD_FUZZ_ASKED >= 2;

/// Does what a rule does, but does not say so: it is called when the whole gradient is known.
template <class Rule>
struct unfused {
    Rule rule;
    void operator()(auto& p, const auto& gradient, auto&... state) const { rule(p, gradient, state...); }
};

template <class Subject>
class examination {
    using net = typename Subject::net;
    using T = typename Subject::number;
    static constexpr int B = Subject::rows, tile = Subject::tile;
    static constexpr bool cuttable = !hg::mixes_rows<net>;
    static constexpr bool asked(unsigned check) { return (Subject::checks & check) != 0; }

    using input = block<T, B, net::inputs>;
    using output = block<T, B, net::outputs>;
    using result = hg::matrix<T, B, net::outputs>;
    using parameters = hg::parameters<net, T>;
    using rule = decltype(Subject::rule());
    using own_gradient = gradient<Subject, T>;
    using own_targets = targets<Subject, T>;
    template <int Rows>
    using workspace = typename net::template workspace<Rows, T>;

    results& out_;
    data_kind kind_;
    parameters p_;
    input x_;
    own_targets target_;

public:
    examination(results& out, data_kind kind) : out_(out), kind_(kind) {
        hg::rng random{Subject::seed + 1000 * static_cast<std::uint64_t>(kind)};
        fill_parameters<net>(p_, kind, random);
        fill_batch(x_, kind, random);
        fill_targets<Subject, T>(target_, random);
    }

    void run() {
        out_.begin(name_of(kind_));
        const auto y = std::make_unique<result>(net::forward(p_, x_.view()));
        out_.record("forward", *y);
        const auto whole = own_gradient::template in<B>(p_, x_.view(), target_.view());
        out_.record("loss", &whole->loss, 1);
        out_.record("dl/dp", whole->dp);
        out_.record("dl/dx", whole->dx);
        if constexpr (asked(inference) && asked_equalities) check_inference(*y);
        if constexpr (asked(cuts) && asked_equalities) check_cuts(*whole);
        if constexpr (asked(steps)) check_steps();
        if constexpr (asked(shards) && cuttable) check_shards();
        if constexpr (asked(frozen) && asked_equalities) check_frozen(*y);
        if constexpr (asked(frozen_small) && std::is_same_v<T, float>) check_frozen_small();
        if (kind_ == data_kind::ordinary) { // of others the derivative is no number, or says nothing
            if constexpr (asked(products) && !hg::trains_differently<net>) check_products(*y);
            if constexpr (asked(in_double) && asked_numbers && std::is_same_v<T, float>)
                against_double<Subject>(p_, x_, target_).compare(out_, *y, *whole);
            if constexpr (asked(differences) && asked_numbers) check_differences();
        }
    }

private:
    void check_inference(const result& y) {
        const auto other = std::make_unique<output>();
        net::predict(p_, x_.some_rows(), other->some_rows());
        out_.equal("predict is forward", *other, y);
        const auto last = net::forward(p_, x_.view().row(B - 1));
        out_.equal("a row alone is the row in its batch", last.data(), y.row(B - 1).data(), net::outputs);
        const auto ws = std::make_unique<workspace<B>>();
        out_.equal("forward in a workspace", net::forward(p_, x_.view(), *ws), y);
    }

    void same(const char* what, const own_gradient& found, const own_gradient& expected) {
        out_.equal(what, &found.loss, &expected.loss, 1);
        out_.equal(what, found.dp, expected.dp);
        out_.equal(what, found.dx, expected.dx);
    }

    void check_cuts(const own_gradient& whole) {
        const auto g = std::make_unique<own_gradient>();
        net::value_and_gradient(Subject::loss(), p_, x_.view(), target_.view(), g->dp,
                                *std::make_unique<workspace<B>>());
        out_.equal("dl/dp without dl/dx", g->dp, whole.dp);
        hg::discard nobody;
        net::value_and_gradient(Subject::loss(), p_, x_.view(), target_.view(), nobody,
                                *std::make_unique<workspace<B>>(), g->dx.view());
        out_.equal("dl/dx without dl/dp", g->dx, whole.dx);
        if constexpr (cuttable) {
            same("a batch in tiles", *own_gradient::template in<tile>(p_, x_.view(), target_.view()), whole);
            same("run-time rows in tiles",
                 *own_gradient::template in<tile>(p_, x_.some_rows(), target_.some_rows()), whole);
        }
    }

    // --- training --------------------------------------------------------------------------------

    struct learner {
        parameters p;
        hg::optimizer_state<rule, net::parameter_count, T> state;
        std::array<T, 3> losses{};
    };
    /// Three steps, each by `step_in`, a function of parameters and state.
    auto learn(auto step_in) {
        auto l = std::make_unique<learner>();
        l->p = p_;
        for (T& loss : l->losses) loss = step_in(l->p, l->state);
        return l;
    }
    template <int Rows>
    auto learn_in(const auto& batch, const auto& target, const auto& step) {
        const auto ws = std::make_unique<workspace<Rows>>();
        return learn([&](auto& p, auto& state) {
            return net::train_step(Subject::loss(), step, p, batch, target, *ws, state);
        });
    }
    void same(const char* what, const learner& found, const learner& expected) {
        out_.equal(what, found.losses, expected.losses);
        out_.equal(what, found.p, expected.p);
        out_.equal(what, found.state, expected.state);
        out_.holds(what, found.state.steps() == expected.state.steps(), "another number of steps");
    }

    void check_steps() {
        const auto fused = learn_in<B>(x_.view(), target_.view(), Subject::rule());
        out_.record("losses of three steps", fused->losses);
        out_.record("parameters after three steps", fused->p);
        out_.record("state after three steps", fused->state);
        if constexpr (asked_equalities)
            same("an unfused step", *learn_in<B>(x_.view(), target_.view(), unfused<rule>{Subject::rule()}),
                 *fused);
        if constexpr (cuttable && asked_equalities)
            same("a step in tiles", *learn_in<tile>(x_.some_rows(), target_.some_rows(), Subject::rule()),
                 *fused);
        if constexpr (Subject::clip_norm > 0 || Subject::clip_value > 0) {
            const auto clipped = learn_in<B>(x_.view(), target_.view(), [](auto& p, auto& g, auto& state) {
                if constexpr (Subject::clip_norm > 0) hg::clip_norm(g, Subject::clip_norm);
                if constexpr (Subject::clip_value > 0) hg::clip_value(g, Subject::clip_value);
                Subject::rule()(p, g, state);
            });
            out_.record("parameters after clipped steps", clipped->p);
        }
    }

    void check_shards() {
        constexpr int count = Subject::shards;
        using parallel = hg::data_parallel<net, count>;
        const auto train = [&](auto&& team) {
            const auto ws = std::make_unique<typename parallel::template workspace<tile * count, T>>();
            return learn([&](auto& p, auto& state) {
                return parallel::train_step(team, Subject::loss(), Subject::rule(), p, x_.some_rows(),
                                            target_.some_rows(), *ws, state);
            });
        };
        // As one type, so that the compiler makes the training once.
        using team = std::function<void(int, const std::function<void(int)>&)>;
        const auto in_turn = train(team([](int n, const auto& f) {
            for (int i = 0; i < n; ++i) f(i);
        }));
        out_.record("parameters after steps in shards", in_turn->p);
        out_.record("losses of steps in shards", in_turn->losses);
        same("shards backwards", *train(team([](int n, const auto& f) {
                 while (n > 0) f(--n);
             })),
             *in_turn);
        hg::thread_team<2> threads;
        same("shards on two threads", *train(team([&](int n, const auto& f) { threads(n, f); })), *in_turn);
        if constexpr (Subject::summed && !hg::draws<net> && asked_equalities) check_sum_of_shards();
        if constexpr (count == 1 && asked_equalities)
            same("one shard is train_step", *in_turn,
                 *learn_in<tile>(x_.some_rows(), target_.some_rows(), Subject::rule()));
    }

    /// If the loss of a batch is a sum, the gradient of a shard is that of its rows, and the shards are added
    /// up in order.
    void check_sum_of_shards() {
        constexpr int count = Subject::shards;
        using parallel = hg::data_parallel<net, count>;
        const auto found = std::make_unique<parameters>(), expected = std::make_unique<parameters>();
        const auto in_turn = [](int n, const auto& f) {
            for (int i = 0; i < n; ++i) f(i);
        };
        parallel::value_and_gradient(
            in_turn, Subject::loss(), p_, x_.some_rows(), target_.some_rows(), *found,
            *std::make_unique<typename parallel::template workspace<tile * count, T>>());
        for (int s = 0, first = 0; s < count; ++s) {
            const int n = B / count + (s < B % count ? 1 : 0);
            const auto of_shard = std::make_unique<parameters>();
            if (n > 0)
                net::value_and_gradient(Subject::loss(), p_, x_.some_rows().subrows(first, n),
                                        target_.some_rows().subrows(first, n), *of_shard,
                                        *std::make_unique<workspace<tile>>());
            for (int i = 0; i < parameters::size; ++i)
                (*expected)[i] = s == 0 ? (*of_shard)[i] : (*expected)[i] + (*of_shard)[i];
            first += n;
        }
        out_.equal("a sum over shards", *found, *expected);
    }

    // --- frozen ----------------------------------------------------------------------------------

    void check_frozen(const result& y) {
        const auto f = std::make_unique<hg::frozen<net, T>>(p_);
        const auto predicted = std::make_unique<output>();
        f->predict(x_.some_rows(), predicted->some_rows());
        out_.equal("frozen is forward", *predicted, y);
    }

    void check_frozen_small() {
        const auto bytes = std::make_unique<hg::frozen<net, std::int8_t>>(p_);
        const auto y = bytes->forward(x_.view());
        out_.record("int8", y);
        if constexpr (asked_equalities) {
            const auto last = bytes->forward(x_.view().row(B - 1));
            out_.equal("int8: a row alone is the row in its batch", last.data(), y.view().row(B - 1).data(),
                       net::outputs);
            check_halves();
        }
    }
    void check_halves() {
        const auto rounded = std::make_unique<parameters>(p_);
        for (const weights_range range : Subject::rounded)
            for (int i = range.first; i < range.first + range.count; ++i)
                (*rounded)[i] = static_cast<float>(hg::bfloat16((*rounded)[i]));
        const auto halves = std::make_unique<hg::frozen<net, hg::bfloat16>>(p_);
        out_.equal("bfloat16 is forward with rounded weights", halves->forward(x_.view()),
                   net::forward(*rounded, x_.view()));
    }

    // --- other ways to the same number -----------------------------------------------------------

    /// sum_i a_i b_i, and the sum of the terms' magnitudes.
    struct inner_product {
        double sum = 0, magnitude = 0;
        void add(const auto& a, const auto& b) {
            auto other = b.begin();
            for (const T v : a) {
                const double term = double(v) * double(*other++);
                sum += term;
                magnitude += std::abs(term);
            }
        }
    };

    /// <g, J v> = <J^T g, v>, where both differ from the exact number by no more than their sums' rounding.
    void check_products(const result& y) {
        const auto dp = std::make_unique<parameters>(), back_p = std::make_unique<parameters>();
        const auto dx = std::make_unique<input>(), back_x = std::make_unique<input>();
        const auto g = std::make_unique<output>();
        hg::rng random{Subject::seed};
        for (T& v : *dx) v = random.normal<T>();
        for (T& v : *g) v = random.normal<T>();
        for (const hg::parameter_range range : parameters::learned) // the gradient of others is 0
            for (int i = 0; i < range.count; ++i) (*dp)[range.first + i] = random.normal<T>();
        const auto forwards = std::make_unique<hg::outputs_and_tangents<T, B, net::outputs>>(
            hg::jvp(p_, *dp, x_.view(), dx->view(), *std::make_unique<hg::dual_workspace<net, B, T>>()));
        out_.equal("jvp's outputs are forward's", forwards->y, y);
        out_.record("jvp", forwards->dy);
        hg::vjp(p_, x_.view(), g->view(), back_x->view(), *back_p, *std::make_unique<workspace<B>>());
        inner_product left, right;
        left.add(*g, forwards->dy);
        right.add(*back_x, *dx);
        right.add(*back_p, *dp);
        const double tolerance = Subject::longest_sum * double(std::numeric_limits<T>::epsilon()) *
                                 (left.magnitude + right.magnitude);
        out_.near("<g, J v> = <J^T g, v>", std::abs(left.sum - right.sum) <= tolerance,
                  std::abs(left.sum - right.sum), tolerance);
    }

    void check_differences() {
        const auto report = hg::testing::gradient_check<net>(Subject::loss(), p_, x_.view(), target_.view());
        if (!(std::abs(report.loss) < 1e6))
            out_.skipped("gradients are central differences", "a large loss, or none");
        else
            out_.holds("gradients are central differences", report.holds(), report.explain());
    }
};

template <class Subject>
int run() {
    results out;
    for (const data_kind kind : all_kinds) std::make_unique<examination<Subject>>(out, kind)->run();
    return out.end();
}

} // namespace fuzz
