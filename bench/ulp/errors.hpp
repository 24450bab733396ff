/// What is known of a function's errors, from all the arguments looked at.
#pragma once

#include "../../tests/math/ulps.hpp"

#include <cstdint>

namespace bench {

template <class T>
struct errors {
    double worst = 0; // in ULP
    T worst_at = 0;
    std::uint64_t arguments = 0, nearest = 0; // nearest: results that are the number nearest to the exact one
    std::uint64_t falls = 0;                  // results that are smaller than that of the argument before
    T fall_at = 0;

    template <class Exact>
    void add(T x, T y, Exact exact) {
        ++arguments;
        const bool is_nearest = same_bits(y, static_cast<T>(exact));
        nearest += is_nearest;
        if (is_nearest && worst >= 0.5) return; // the quick way for most
        const double error = ulps(y, exact);
        if (error <= worst) return;
        worst = error;
        worst_at = x;
    }
    void add_step(T before, T x, T y) {
        if (!(y < before)) return;
        if (falls++ == 0) fall_at = x;
    }
    void add(const errors& more) {
        if (more.worst > worst) {
            worst = more.worst;
            worst_at = more.worst_at;
        }
        arguments += more.arguments;
        nearest += more.nearest;
        if (falls == 0) fall_at = more.fall_at;
        falls += more.falls;
    }
};

} // namespace bench
