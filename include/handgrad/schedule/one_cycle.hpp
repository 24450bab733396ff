/// A rate that rises once and falls once.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/by_name.hpp>
#include <handgrad/core/setting.hpp>
#include <handgrad/schedule/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// By what curve a rate goes from one value to the next.
enum class anneal { cosine, linear };

/// From max_rate / start_divisor at step 0 up to max_rate at step rise steps - 1 (which need not be an
/// integer), then down to max_rate / (start_divisor end_divisor) at the last step, steps - 1, and from there
/// on, where PyTorch raises an error. In three phases it falls as fast as it rose to where it began, and the
/// rest of the steps go to the end. steps >= 1, the divisors are positive, 0 <= rise <= 1. In three phases it
/// is at most 1/2: a call fails if it is more.
///
/// (L. N. Smith, N. Topin, "Super-convergence: very fast training of neural networks using large learning
/// rates", 2018; the numbers are those of PyTorch's OneCycleLR, of whose momentum nothing is done here.)
struct one_cycle {
    setting<"one_cycle: max_rate", range::finite> max_rate = by_default(1e-2);
    [[no_unique_address]] detail::by_name options = {};
    setting<"one_cycle: steps", range::from_1_on, std::int64_t> steps = by_default(1000);
    setting<"one_cycle: rise", range::from_0_to_1> rise = by_default(0.3);
    setting<"one_cycle: start_divisor", range::positive> start_divisor = by_default(25);
    setting<"one_cycle: end_divisor", range::positive> end_divisor = by_default(1e4);
    anneal curve = anneal::cosine;
    bool three_phases = false;

    constexpr double operator()(std::int64_t k) const {
        using V = detail::rate_number;
        if (three_phases && rise > 0.5)
            mistake::setting_is_out_of_range<"one_cycle: rise in three phases", range::from_0_to_half>(
                double{rise});
        const double begin = detail::ratio(max_rate, start_divisor);
        const double end = detail::ratio(begin, end_divisor);
        const double last = static_cast<double>(steps - 1);
        const double at = k < steps ? static_cast<double>(k) : last;
        const double top = (V(rise) * V(static_cast<double>(steps)) - V(1)).v; // 0.3 10 is 3
        if (at <= top) return between(begin, max_rate, 0, top, at);
        if (!three_phases) return between(max_rate, end, top, last, at);
        const double down = (V(2) * V(top)).v;
        if (at <= down) return between(max_rate, begin, top, down, at);
        return between(begin, end, down, last, at);
    }

private:
    constexpr double between(double first, double last, double from, double to, double at) const noexcept {
        using V = detail::rate_number;
        if (at >= to) return last; // also where there is nothing between
        const double x = ((V(at) - V(from)) / (V(to) - V(from))).v;
        return curve == anneal::cosine ? detail::half_wave(first, last, x) : detail::line(first, last, x);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
