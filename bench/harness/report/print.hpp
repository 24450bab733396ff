/// The tables of the report.
#pragma once

#include "figures.hpp"
#include "ratios.hpp"
#include "table.hpp"

#include <cstdio>
#include <string>
#include <vector>

namespace bench {

/// The share of the bandwidth of the cache where the weights lie: "L2 95".
inline std::string share_of_bandwidth(const contest& c, const measured& m) {
    const auto* home = c.machine.home_of(m.weights);
    if (m.weights == 0 || !home) return "";
    return "L" + std::to_string(home->level) +
           number(100 * m.weights / m.nanoseconds * 1e9 / *home->read, 0).insert(0, " ");
}

/// Ratios of all tables, by peer.
struct totals {
    summaries peers, libraries;
    summary best;
};

/// One table: a row for each task, a column for each peer.
class group_table {
public:
    group_table(const group& g, totals& all) : group_(g) {
        for (const auto& c : g.contests)
            for (const auto& [name, m] : c.contestants) {
                if (name != us) peers_.of(name);
                bandwidth_ |= name == us && !share_of_bandwidth(c, m).empty();
            }
        for (const auto& c : g.contests) rows_.push_back(row(c, all));
    }

    void print(style s) const {
        std::vector<std::string> titles{group_.name, " time", " GFLOP/s", " % peak"};
        if (bandwidth_) titles.push_back(" % read");
        for (const auto& [name, of_peer] : peers_) titles.push_back(" " + name);
        table t(titles);
        for (const auto& cells : rows_) t.add(cells);
        if (best_.count() > 0) {
            t.add(footer("geometric mean", [](const summary& of) { return of.mean(); }));
            t.add(footer("worst", [](const summary& of) { return of.worst(); }));
        }
        t.print(s);
        if (s == style::markdown) std::puts("");
        if (best_.count() == 0)
            std::puts("no ratios: handgrad was not timed beside a peer\n");
        else
            std::printf("best peer: geometric mean %.2f, worst %.2f (%s), below 1 at %d of %d\n\n",
                        best_.mean(), best_.worst(), best_.where().c_str(), best_.below(), best_.count());
    }

private:
    std::vector<std::string> row(const contest& c, totals& all) {
        std::vector<std::string> cells{c.task, "", "", ""};
        const measured* ours = c.by(us);
        if (ours) {
            cells[1] = duration(ours->nanoseconds);
            if (ours->flops) {
                cells[2] = number(*ours->flops / 1e9, 1);
                if (const auto peak = group_.peak(c)) {
                    cells[3] = number(100 * *ours->flops / *peak, 0);
                    share_of_peak_.add(*ours->flops / *peak, c.task);
                } else {
                    cells[3] = "-";
                }
            }
        }
        if (bandwidth_) cells.push_back(ours ? share_of_bandwidth(c, *ours) : "");
        const std::string best = fastest(c), where = group_.name + " " + c.task;
        const auto ratio = [&](const std::string& name) {
            return c.by(name)->nanoseconds / ours->nanoseconds;
        };
        for (auto& [name, of_peer] : peers_) {
            if (!ours || !c.by(name)) {
                cells.push_back("");
                continue;
            }
            const char* mark = name != best ? " " : below_one(ratio(name)) ? "!" : "*";
            cells.push_back(number(ratio(name), 2, mark));
            peers_.of(name).add(ratio(name), c.task);
            all.peers.of(name).add(ratio(name), where);
        }
        if (ours && !best.empty()) {
            best_.add(ratio(best), c.task);
            all.best.add(ratio(best), where);
            for (const auto& library : libraries())
                if (const auto its = fastest(c, library); !its.empty())
                    all.libraries.of(library).add(ratio(its), where);
        }
        return cells;
    }

    /// Those with more than one way.
    std::vector<std::string> libraries() const {
        std::vector<std::string> found;
        std::string last;
        for (const auto& [name, of_peer] : peers_) {
            const std::string library = library_of(name);
            if (library == last && (found.empty() || found.back() != library)) found.push_back(library);
            last = library;
        }
        return found;
    }

    template <class F>
    std::vector<std::string> footer(const char* title, F f) const {
        std::vector<std::string> cells{title, "", "",
                                       share_of_peak_.count() > 0 ? number(100 * f(share_of_peak_), 0) : ""};
        if (bandwidth_) cells.push_back("");
        for (const auto& [name, of_peer] : peers_)
            cells.push_back(of_peer.count() > 0 ? number(f(of_peer), 2, " ") : "");
        return cells;
    }

    const group& group_;
    bool bandwidth_ = false;
    summaries peers_;
    summary best_, share_of_peak_;
    std::vector<std::vector<std::string>> rows_;
};

inline void print_totals(const totals& all, style s) {
    if (all.best.count() == 0) return;
    table t({"all tasks", " tasks", " geometric mean", " worst", "at", " below 1"});
    const auto add = [&](const std::string& name, const summary& of) {
        t.add({name, std::to_string(of.count()), number(of.mean(), 2), number(of.worst(), 2), of.where(),
               std::to_string(of.below())});
    };
    for (const auto& [name, of_peer] : all.peers) add(name, of_peer);
    for (const auto& [name, of_best] : all.libraries) add("best of " + name, of_best);
    add("best peer", all.best);
    t.print(s);
}

} // namespace bench
