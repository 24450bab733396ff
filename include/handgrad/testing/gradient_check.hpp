/// The gradients of a whole network, checked against differences of its loss.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/fail.hpp>
#include <handgrad/network/network.hpp>
#include <handgrad/simd/infinity.hpp>
#include <handgrad/simd/select.hpp>
#include <handgrad/testing/gradient_report.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

/// The mistake of calling gradient_check with a batch X whose number of rows only the run time knows.
template <class X>
struct gradient_check_of_run_time_rows {
    static_assert(handgrad::detail::batch_traits<X>::rows != handgrad::detail::run_time_rows,
                  "gradient_check must know the number of rows when it is compiled: pass a matrix or a view, "
                  "such as x.tile<4>(0)");
};

} // namespace mistake

namespace testing {

namespace detail {

template <class Network, class Loss, class P, class X, class Target>
using gradient_check_verdict = typename handgrad::detail::first_mistake<
    std::type_identity<handgrad::detail::input_verdict<Network, P, X>>,
    handgrad::detail::unless<handgrad::detail::batch_traits<X>::rows != handgrad::detail::run_time_rows,
                             mistake::gradient_check_of_run_time_rows<X>>,
    decltype(handgrad::detail::judge_sequences<Network, typename P::value_type, X>()),
    handgrad::detail::judge_beginning<X>,
    std::type_identity<handgrad::detail::value_and_gradient_verdict<
        Network, Loss, P, X, Target, parameters<Network, typename P::value_type>,
        workspace<Network, handgrad::detail::extent_of_batch<X>, typename P::value_type>, discard>>>::type;

/// Everything one check needs, in double.
template <class Network, class Loss, extent B>
class gradient_checker {
    using input = input_number<Network, double>;
    static constexpr int targets = handgrad::detail::targets_after<Network, Loss>(B);
    using label = typename Loss::template target_type<double>;
    static constexpr int label_cols = Loss::template target_cols<Network::outputs>;
    static constexpr int count = Network::parameter_count;

    /// Slopes of the loss on either side.
    struct slopes {
        double above = 0, below = 0;
        constexpr double central() const { return (above + below) / 2; }
        constexpr double jump() const { return above - below; }
    };

    const Loss& loss_;
    double step_;
    parameters<Network, double> p_, gradient_;
    typename Network::template workspace<B, double> ws_;
    matrix<input, B, Network::inputs> x_;
    matrix<double, B, Network::inputs> dx_;
    matrix<label, targets, label_cols> target_;
    std::uint64_t key_ = 0;
    running_sum<double> divisor_ = 1;
    gradient_report<Network::depth> report_{};

public:
    constexpr gradient_checker(const Loss& loss, double step) : loss_(loss), step_(step) {}

    template <class P, class X, class Target>
    constexpr gradient_report<Network::depth> run(const P& p, const X& x, const Target& target) {
        const auto given = handgrad::detail::as_rows(target);
        if (given.count() != targets)
            fail("gradient_check: found " + std::to_string(given.count()) + " targets for " +
                 std::to_string(static_cast<int>(B)) + " rows, expected " +
                 (targets == B ? "one for each" : std::to_string(targets)));
        handgrad::detail::check_inputs<Network, true>("gradient_check", x);
        const auto cast = []<class T>(const auto* from, int n, T* to) {
            for (int i = 0; i < n; ++i) to[i] = static_cast<T>(from[i]);
        };
        cast(p.data(), count, p_.data());
        cast(handgrad::detail::as_rows(x).data(), B * Network::inputs, x_.data());
        cast(given.data(), targets * label_cols, target_.data());
        divisor_ = loss_divisor<double>(loss_, handgrad::detail::as_rows(target_));
        if constexpr (draws<Network>) {
            ws_.random() = rng{1};
            rng repeated{1};
            key_ = repeated(); // the same masks each time
        }
        const auto pass = [&](auto&& dx) {
            if constexpr (handgrad::detail::needs_sequences<Network>())
                Network::value_and_gradient(loss_, p_, sequences<B.sequences>(x_), target_, gradient_, ws_,
                                            dx);
            else
                Network::value_and_gradient(loss_, p_, x_, target_, gradient_, ws_, dx);
        };
        if constexpr (has_input_gradient<Network>) {
            pass(dx_);
            report_.loss = value();
            check(report_.deviations[0], x_.data(), dx_.data(), {{0, B * Network::inputs}}, [](int i) {
                return gradient_deviation{0, 'x', i / Network::inputs, i % Network::inputs};
            });
        } else {
            pass(discard{});
            report_.loss = value();
        }
        [&]<std::size_t... I>(std::index_sequence<I...>) { (check_layer<static_cast<int>(I) + 1>(), ...); }
        (std::make_index_sequence<Network::depth>{});
        return report_;
    }

private:
    /// As value_and_gradient finds it, without a way back.
    constexpr double value() {
        const auto tape = ws_.template whole_tape<B>();
        const auto y = ws_.template activation<Network::depth + 1, B>();
        if constexpr (draws<Network>) handgrad::detail::as_layer<Network>::template draw<B>(tape, key_, 0);
        const auto state = handgrad::detail::memory_of_batch<Network, B.sequences>(x_, ws_, 0);
        handgrad::detail::run_forward<Network, B, double>(
            view<const input, B, Network::inputs>(x_.data()), view<const double, 1, count>(p_.data()), y,
            handgrad::detail::optional_arguments<decltype(tape), double, decltype(state)>{
                tape, ws_.template scratch<B>().data(), state});
        return loss_(0, view<const double, rows_after<Network>(B), Network::outputs>(y),
                     view<const label, targets, label_cols>(target_.data()),
                     handgrad::detail::weight_of_rows(divisor_), discard{})
            .over(divisor_);
    }

    template <int I>
    constexpr void check_layer() {
        using layer = typename Network::template layer_type<I>;
        constexpr int offset = Network::template parameter_offset<I>;
        std::vector<parameter_range> learned;
        for (const parameter_range range : learned_parameters<Network>) {
            const int first = std::max(range.first, offset);
            const int last = std::min(range.first + range.count, offset + layer::parameter_count);
            if (first < last) learned.push_back({first - offset, last - first});
        }
        gradient_deviation& worst = report_.deviations[std::size_t{I}];
        worst.layer = I;
        check(worst, p_.data() + offset, gradient_.data() + offset, learned, [](int i) {
            using block = view<const double, 1, layer::parameter_count>;
            if constexpr (requires(block p) { layer::weights(p); }) {
                using weights = decltype(layer::weights(block(nullptr)));
                return i < weights::size ? gradient_deviation{I, 'W', i / weights::cols, i % weights::cols}
                                         : gradient_deviation{I, 'b', 0, i - weights::size};
            } else {
                return gradient_deviation{I, 'p', 0, i};
            }
        });
    }

    /// The gradient of some variables against the differences.
    constexpr void check(gradient_deviation& worst, double* variable, const double* gradient,
                         const std::vector<parameter_range>& ranges, auto place) {
        std::vector<slopes> all;
        double largest = 0;
        for (const parameter_range range : ranges)
            for (int i = range.first; i < range.first + range.count; ++i) {
                all.push_back(slopes_at(variable[i], 1));
                largest = std::max(largest, magnitude(all.back().central()));
            }
        const double least = std::max(largest / 1000, magnitude(report_.loss) / 10000);
        int kinks = 0;
        const slopes* of = all.data();
        for (const parameter_range range : ranges)
            for (int i = range.first; i < range.first + range.count; ++i, ++of) {
                const double found = gradient[i], expected = of->central();
                const double distance = magnitude(found - expected);
                const double error =
                    distance > 0 ? distance / std::max({magnitude(found), magnitude(expected), least}) : 0;
                const bool right = distance <= tolerable * largest || error <= tolerable;
                if (!right && explained_by_kink(variable[i], found, *of)) {
                    ++kinks;
                } else if (of == all.data() || error > worst.error || !(distance >= 0)) {
                    worst = place(i);
                    worst.found = found;
                    worst.expected = expected;
                    worst.error = distance >= 0 ? error : math::infinity<double>;
                }
            }
        worst.compared = static_cast<int>(all.size());
        worst.kinks = kinks;
    }

    static constexpr double tolerable = 1e-8;
    static constexpr double magnitude(double x) { return x < 0 ? -x : x; }

    constexpr slopes slopes_at(double& variable, double part) {
        using scalar = simd::scalar_vector<double>; // whose products no compiler contracts
        const double kept = variable;
        const double h = (scalar(part) * scalar(step_) * scalar(std::max(1.0, magnitude(kept)))).v;
        variable = kept + h;
        const double up = variable - kept, above = value();
        variable = kept - h;
        const double down = kept - variable, below = value();
        variable = kept;
        return {(above - report_.loss) / up, (report_.loss - below) / down};
    }

    /// Whether `found` lies between the slopes on either side and these differ for a kink's sake: those of a
    /// smooth function draw nearer to each other as the step does, of rounding errors nothing can be said.
    constexpr bool explained_by_kink(double& variable, double found, slopes at) {
        const double jump = magnitude(at.jump()), slack = jump / 20;
        const double low = std::min(at.above, at.below), high = std::max(at.above, at.below);
        constexpr double epsilon = std::numeric_limits<double>::epsilon();
        const double noise = 64 * epsilon * magnitude(report_.loss) / step_;
        if (!(jump > noise && low - slack <= found && found <= high + slack)) return false;
        const auto smooth = [&](double part) {
            return magnitude(magnitude(slopes_at(variable, part).jump()) - part * jump) <=
                   jump / 20 + noise / part;
        };
        return !(smooth(0.5) && smooth(0.25));
    }
};

} // namespace detail

/// Compares the gradients of Network::value_and_gradient(loss, p, x, target, ..) with central differences of
/// the loss, in double, one learned parameter and one number of x after the other: two forward passes each.
/// p and x are of float or double; x is a batch whose number of rows the compiler knows.
///
/// An error is relative: |found - expected| / max(|found|, |expected|, a thousandth of the largest difference
/// of the layer, a ten thousandth of the loss), as the rounding errors of differences grow with those.
/// `step` is h of (l(v + h) - l(v - h)) / 2h, times |v| where that is larger than 1: h^2, which the
/// difference is wrong by, and epsilon / h, which its rounding is, are about equal at the cube root of
/// epsilon.
///
/// Where the slopes on either side differ, as at 0 in a relu, and however small the step, each number between
/// them is accepted and counted as a kink. Layers that draw, such as dropout, draw the same each time. Works
/// in constant expressions, so in a static_assert:
///
///     static_assert(hg::testing::gradient_check<net>(loss, p, x, target).holds());
///
/// for small ones: Clang stops at a million steps unless -fconstexpr-steps says otherwise. Uses the heap.
template <class Network, class Loss, class P, class X, class Target>
constexpr auto gradient_check(const Loss& loss, const P& p, const X& x, const Target& target,
                              double step = 6e-6) {
    using verdict = detail::gradient_check_verdict<Network, Loss, P, X, Target>;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = handgrad::detail::report<decltype(verdict{})>;
        return gradient_report<1>{};
    } else {
        std::vector<detail::gradient_checker<Network, Loss, handgrad::detail::extent_of_batch<X>>>
            on_the_heap;
        on_the_heap.emplace_back(loss, step);
        return on_the_heap.front().run(p, x, target);
    }
}

} // namespace testing

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
