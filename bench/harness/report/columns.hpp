/// Figures as columns with titles, as gnuplot reads them.
#pragma once

#include "ratios.hpp"

#include <cstdio>
#include <optional>
#include <string>

namespace bench {

/// GFLOP/s and the peak, or nanoseconds and how many the peak would take.
enum class quantity { speed, time };

/// How many nanoseconds the operations of a task would take at the peak, if anybody knows.
inline std::optional<double> floor(const group& g, const contest& c) {
    const auto peak = g.peak(c);
    for (const auto& [name, m] : c.contestants)
        if (peak && m.flops) return m.nanoseconds * *m.flops / *peak;
    return std::nullopt;
}

/// A row for each task, a column for each contestant, "?" where somebody was not timed; the limit is the
/// last. All groups become one table.
inline void print_columns(const measurements& all, quantity q) {
    summaries names;
    for (const auto& g : all.groups)
        for (const auto& c : g.contests)
            for (const auto& [name, m] : c.contestants) names.of(name);
    std::string line = "task";
    for (const auto& [name, unused] : names) line += " " + name;
    std::printf("%s %s\n", line.c_str(), q == quantity::speed ? "peak" : "floor");
    const auto print = [](const std::optional<double>& value) {
        if (value)
            std::printf(" %.2f", *value);
        else
            std::printf(" ?");
    };
    const auto in_giga = [](const std::optional<double>& flops) {
        return flops ? std::optional(*flops / 1e9) : std::nullopt;
    };
    for (const auto& g : all.groups)
        for (const auto& c : g.contests) {
            std::printf("%s", c.task.c_str());
            for (const auto& [name, unused] : names) {
                const measured* m = c.by(name);
                print(!m ? std::nullopt : q == quantity::speed ? in_giga(m->flops) : m->nanoseconds);
            }
            print(q == quantity::speed ? in_giga(g.peak(c)) : floor(g, c));
            std::puts("");
        }
}

} // namespace bench
