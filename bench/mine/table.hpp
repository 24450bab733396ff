/// The lines of bench/mine.cpp: handgrad, the fastest way of Eigen, and the fastest plain loops.
#pragma once

#include "../harness/compiler.hpp"
#include "../harness/report/figures.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bench {

/// Collects the runs in place of printing them.
class mine_table : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(const Context&) override { return true; }

    void ReportRuns(const std::vector<Run>& found) override {
        for (const Run& run : found) {
            if (run.run_type != Run::RT_Iteration) continue;      // the medians are computed here
            const std::string& name = run.run_name.function_name; // line/network/contestant
            const std::string line = name.substr(0, name.find('/')), who = name.substr(name.rfind('/') + 1);
            times_[line][who].push_back(run.GetAdjustedCPUTime());
        }
    }

    static void print_title(const std::string& network) {
        std::printf("%s\n%s, one thread\n", network.c_str(), processor().c_str());
    }

    void print() const {
        std::printf("\n%-28s %9s    %-34s  %s\n", compiler_name().c_str(), "handgrad", "fastest Eigen",
                    "fastest plain loops");
        for (const auto& [line, all] : times_) {
            const double ours = median(all.at("handgrad"));
            std::printf("  %-26s %9s", line.c_str(), duration(ours).c_str());
            for (const char* library : {"eigen", "loops"}) {
                const auto [way, time] = fastest(all, library);
                const bool last = *library == 'l';
                std::printf(last ? "  %9s %6.2f x  %s" : "    %9s %6.2f x  %-14s", duration(time).c_str(),
                            time / ours, way.c_str());
            }
            std::printf("\n");
        }
        if (const double off = spread(); off > 0.1)
            std::printf(
                "  The machine is busy: the runs of handgrad alone differ by %.0f %%. Try again when it is "
                "quiet.\n",
                100 * off);
    }

    static void print_legend() {
        std::puts(
            "\n"
            "The time is that of one call, the median of 15 runs in random order. \"2.00 x\" is the ratio of "
            "two\n"
            "medians: twice as long as handgrad. Below 1.00 x handgrad is slower.\n"
            "  forward        each call waits for the result of the one before: what counts is the delay\n"
            "  training step  forward, loss, backward and the optimizer's step, with nothing allocated\n"
            "  Eigen          one row: weights by rows or by columns, products in panels, lazy, or as sums "
            "of\n"
            "                 rows, sizes fixed; else sizes fixed, or dynamic: told at run time. noalias(), "
            "no\n"
            "                 copies, no malloc\n"
            "  plain loops    constant bounds, which the compiler unrolls and turns into vectors: a row at "
            "a\n"
            "                 time, or in tiles of 4 x 16\n"
            "All compiled alike, -O3 -march=x86-64-v3. Before the clock started each of them gave the "
            "outputs of\n"
            "plain loops over doubles, to 1e-5, and their parameters after three steps, to a thousandth of "
            "the way.");
    }

private:
    using runs = std::map<std::string, std::vector<double>>; // by contestant, in ns

    static std::string compiler_name() {
        std::string name = compiler;
        return name.substr(0, name.find(' ', name.find(' ') + 1)); // without the distribution's remarks
    }

    static std::string processor() {
        std::ifstream file("/proc/cpuinfo");
        for (std::string line; std::getline(file, line);)
            if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
        return "an unknown processor";
    }

    /// Which way of a library is the fastest, in words, and its time.
    static std::pair<std::string, double> fastest(const runs& all, const std::string& library) {
        std::pair<std::string, double> best{"", 0};
        for (const auto& [who, times] : all) {
            const double time = median(times);
            if (!who.starts_with(library) || (!best.first.empty() && best.second <= time)) continue;
            best = {who.substr(library.size() + 1), time};
        }
        std::replace(best.first.begin(), best.first.end(), '_', ' ');
        return best;
    }

    /// The middle half of handgrad's runs, as a part of their median: the largest of all lines.
    double spread() const {
        double largest = 0;
        for (const auto& [line, all] : times_) {
            std::vector<double> sorted = all.at("handgrad");
            std::sort(sorted.begin(), sorted.end());
            const std::size_t quarter = sorted.size() / 4;
            largest =
                std::max(largest, (sorted[sorted.size() - 1 - quarter] - sorted[quarter]) / median(sorted));
        }
        return largest;
    }

    std::map<std::string, runs> times_; // by line; their names are in the order of the lines
};

} // namespace bench
