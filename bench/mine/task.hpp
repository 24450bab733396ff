/// The user's network as three tasks: the forward pass of one row and of a batch, and the training step.
#pragma once

#include "../harness/agree.hpp"
#include "../inference/contest.hpp"
#include "../training/contest.hpp"
#include "verdict.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace bench {

/// `Chosen` is what the user chose: net, batch, loss, optimizer.
template <class Chosen>
struct of_mine : dense_stack<flat<typename Chosen::net>> {
    using net = typename Chosen::net;
    using stack = dense_stack<flat<net>>;
    static constexpr int batch = Chosen::batch;
    static constexpr auto loss = Chosen::loss;
    static constexpr auto optimizer = Chosen::optimizer;
    /// One row's outputs need not be large for their terms to be: the terms of the last sum are the measure.
    static constexpr bool measured_by_terms = true;
    static constexpr int largest_of_fixed_size = 20000;

    using loss_type = std::remove_cv_t<decltype(Chosen::loss)>;
    using rule = std::remove_cv_t<decltype(Chosen::optimizer)>;
    using target = typename loss_type::template target_type<float>;
    static constexpr int target_cols = loss_type::template target_cols<stack::outputs>;

    static const target* targets(const lesson& l) {
        if constexpr (std::is_same_v<target, int>) {
            return l.label.data();
        } else {
            // Between 0 and 1, so that they may be probabilities.
            static const aligned_vector<float> made = [] {
                hg::rng random{2};
                aligned_vector<float> t(static_cast<std::size_t>(batch * target_cols));
                for (float& value : t) value = random.uniform(0.0f, 1.0f);
                return t;
            }();
            return made.data();
        }
    }

    /// After a few steps the parameters may differ from those of the reference by a thousandth of the way
    /// they went, all of them together: Adam makes a long step of a gradient that is hardly more than its
    /// rounding.
    template <class Contestant>
    static void require_learning(const lesson& l) {
        const outcome& expected = outcome::shared(l);
        std::vector<float> p;
        const double found = static_cast<double>(learn<Contestant>(l, targets(l), steps, p));
        const std::string who = stack::name().append(" trained by ").append(Contestant::name);
        require_agreement(who + ", the loss alone", 0, found, expected.loss,
                          1e-4 * std::max(1.0, std::abs(expected.loss)));
        double off = 0, way = 0;
        for (std::size_t i = 0; i < p.size(); ++i) {
            off = std::hypot(off, static_cast<double>(p[i]) - expected.p[i]);
            way = std::hypot(way, expected.p[i] - static_cast<double>(l.p[i]));
        }
        require_agreement(who + ", the parameters' distance from the reference by the way they went", 0,
                          off / way, 0, 1e-3);
    }

private:
    static constexpr int steps = 3;

    /// What the reference makes of the parameters.
    struct outcome {
        std::vector<double> p;
        double loss = 0; // before the last step

        explicit outcome(const lesson& l) {
            reference loops(l.layers, l.p.data());
            const descent descend = own_descent();
            for (int k = 0; k < steps; ++k) loss = loops.step(l.x.data(), batch, own_loss(l), descend);
            p = loops.parameters();
        }
        static const outcome& shared(const lesson& l) {
            static const outcome made(l);
            return made;
        }
    };

    /// The library's loss of a row of doubles. (Eigen's and the loops' own are written without it.)
    static row_loss own_loss(const lesson& l) {
        using exact = typename loss_type::template target_type<double>;
        std::vector<exact> t(targets(l), targets(l) + batch * target_cols);
        return [t = std::move(t)](int r, const double* y, double* g) {
            constexpr loss_type of = loss;
            return static_cast<double>(of(0.0, hg::view<const double, 1, stack::outputs>(y),
                                          hg::view<const exact, 1, target_cols>(t.data() + r * target_cols),
                                          1.0, hg::view<double, 1, stack::outputs>(g)));
        };
    }

    /// The library's step of doubles.
    static descent own_descent() {
        struct kept {
            hg::parameters<net, double> p, gradient;
            hg::optimizer_state<rule, stack::parameter_count, double> state;
        };
        return [of = std::make_shared<kept>()](double* p, const double* gradient) {
            std::copy_n(p, stack::parameter_count, of->p.begin());
            std::copy_n(gradient, stack::parameter_count, of->gradient.begin());
            optimizer(of->p, of->gradient, of->state);
            std::copy_n(of->p.begin(), stack::parameter_count, p);
        };
    }
};

/// The groups of the tasks are the lines of the table.
template <class Chosen>
struct mine_row : of_mine<Chosen> {
    static std::string group() { return "forward, 1 row"; }
    template <class Contestant>
    static void time(benchmark::State& state) {
        time_prediction<mine_row, Contestant>(state);
    }
};
template <class Chosen>
struct mine_forward : of_mine<Chosen> {
    static std::string group() { return "forward, " + std::to_string(Chosen::batch) + " rows"; }
    template <class Contestant>
    static void time(benchmark::State& state) {
        time_forward<mine_forward, Contestant>(state);
    }
};
template <class Chosen>
struct mine_step : of_mine<Chosen> {
    static std::string group() { return "training step, " + std::to_string(Chosen::batch) + " rows"; }
    template <class Contestant>
    static void time(benchmark::State& state) {
        time_training<mine_step, Contestant>(state);
    }
};

} // namespace bench
