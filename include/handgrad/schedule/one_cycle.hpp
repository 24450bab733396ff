/// A rate that rises once and falls once.
#pragma once

#include <handgrad/schedule/concept.hpp>

namespace handgrad::inline HANDGRAD_ISA {

/// By what curve a rate goes from one value to the next.
enum class anneal { cosine, linear };

/// From max_rate / start_divisor at step 0 up to max_rate at step rise steps - 1 (which need not be an
/// integer), then down to max_rate / (start_divisor end_divisor) at the last step, steps - 1, and from there
/// on, where PyTorch raises an error. In three phases it falls as fast as it rose to where it began, and the
/// rest of the steps go to the end. 0 <= rise <= 1, in three phases <= 1/2.
///
/// (L. N. Smith, N. Topin, "Super-convergence: very fast training of neural networks using large learning
/// rates", 2018; the numbers are those of PyTorch's OneCycleLR, of whose momentum nothing is done here.)
struct one_cycle {
    double max_rate = 1e-2;
    std::int64_t steps = 1000;
    double rise = 0.3;
    double start_divisor = 25;
    double end_divisor = 1e4;
    anneal curve = anneal::cosine;
    bool three_phases = false;

    constexpr double operator()(std::int64_t k) const noexcept {
        using V = detail::rate_number;
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

} // namespace handgrad::inline HANDGRAD_ISA
