/// GFLOP/s as columns with titles, as gnuplot reads them.
#pragma once

#include "ratios.hpp"

#include <cstdio>
#include <string>

namespace bench {

/// A row for each task, a column for each contestant, "?" where somebody was not timed; the peak is the last.
/// All groups become one table.
inline void print_columns(const measurements& all) {
    summaries names;
    for (const auto& g : all.groups)
        for (const auto& c : g.contests)
            for (const auto& [name, m] : c.contestants) names.of(name);
    std::string line = "task";
    for (const auto& [name, unused] : names) line += " " + name;
    std::printf("%s peak\n", line.c_str());
    const auto print = [](const std::optional<double>& flops) {
        if (flops)
            std::printf(" %.2f", *flops / 1e9);
        else
            std::printf(" ?");
    };
    for (const auto& g : all.groups)
        for (const auto& c : g.contests) {
            std::printf("%s", c.task.c_str());
            for (const auto& [name, unused] : names) print(c.by(name) ? c.by(name)->flops : std::nullopt);
            print(g.peak(c));
            std::puts("");
        }
}

} // namespace bench
