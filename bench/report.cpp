// bench_report [--markdown] file.json...: what Google Benchmark measured, as one table of handgrad beside its
// peers.
#include "report/measurements.hpp"
#include "report/table.hpp"

#include <cmath>
#include <cstdlib>
#include <exception>
#include <limits>
#include <string_view>

namespace {

using namespace bench;

std::string number(double value, int decimals, const char* unit = "") {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f%s", decimals, value, unit);
    return text;
}

/// Three digits and a unit.
std::string duration(double nanoseconds) {
    const auto digits = [](double value) { return value < 10 ? 2 : value < 100 ? 1 : 0; };
    if (nanoseconds < 1e3) return number(nanoseconds, digits(nanoseconds), " ns");
    if (nanoseconds < 1e6) return number(nanoseconds / 1e3, digits(nanoseconds / 1e3), " us");
    return number(nanoseconds / 1e6, digits(nanoseconds / 1e6), " ms");
}

/// To the two digits that are printed: a smaller difference is none.
bool below_one(double ratio) { return std::round(100 * ratio) < 100; }

/// Ratios of one table or of all.
class summary {
public:
    void add(double ratio, const std::string& where) {
        ++count_;
        slower_ += below_one(ratio);
        log_sum_ += std::log(ratio);
        if (ratio < worst_) {
            worst_ = ratio;
            where_ = where;
        }
    }

    std::string text() const {
        if (count_ == 0) return "no ratios: handgrad was not timed beside a peer";
        return "ratio: geometric mean " + number(std::exp(log_sum_ / count_), 2) + ", worst " +
               number(worst_, 2) + " (" + where_ + "), below 1 at " + std::to_string(slower_) + " of " +
               std::to_string(count_);
    }

private:
    int count_ = 0, slower_ = 0;
    double log_sum_ = 0, worst_ = std::numeric_limits<double>::infinity();
    std::string where_;
};

constexpr const char* us = "handgrad";

/// The rows first .. last - 1 are one group.
void print_group(const contest* first, const contest* last, style s, summary& total) {
    table t({first->group, " time", " GFLOP/s", " % peak", "best peer", " its time", " ratio", ""});
    summary group;
    for (; first != last; ++first) {
        const contest& c = *first;
        std::vector<std::string> cells(8);
        cells[0] = c.task;
        double time = std::numeric_limits<double>::quiet_NaN();
        if (const auto found = c.contestants.find(us); found != c.contestants.end()) {
            time = median(found->second.nanoseconds);
            cells[1] = duration(time);
            if (!found->second.flops.empty()) {
                const double flops = median(found->second.flops);
                cells[2] = number(flops / 1e9, 1);
                cells[3] = c.peak_flops ? number(100 * flops / *c.peak_flops, 0) : "-";
            }
        }
        double best = std::numeric_limits<double>::infinity();
        for (const auto& [name, measured] : c.contestants)
            if (name != us && median(measured.nanoseconds) < best) {
                best = median(measured.nanoseconds);
                cells[4] = name;
                cells[5] = duration(best);
            }
        const double ratio = best / time;
        if (std::isfinite(ratio)) {
            cells[6] = number(ratio, 2);
            if (below_one(ratio)) cells[7] = "slower";
            group.add(ratio, c.task);
            total.add(ratio, c.group + " " + c.task);
        }
        t.add(std::move(cells));
    }
    t.print(s);
    std::printf("%s%s\n\n", s == style::markdown ? "\n" : "", group.text().c_str());
}

void print(const measurements& all, style s) {
    for (const auto& headline : all.headlines)
        std::printf("%s%s\n", s == style::markdown ? "- " : "", headline.c_str());
    std::puts("Medians of processor time. Ratio: the time of the best peer by that of handgrad.\n");
    summary total;
    const contest* const end = all.contests.data() + all.contests.size();
    for (const contest* first = all.contests.data(); first != end;) {
        const contest* last = first;
        while (last != end && last->group == first->group) ++last;
        print_group(first, last, s, total);
        first = last;
    }
    std::printf("All: %s\n", total.text().c_str());
}

} // namespace

int main(int argc, char** argv) {
    style s = style::plain;
    measurements all;
    int files = 0;
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--markdown") {
            s = style::markdown;
            continue;
        }
        ++files;
        try {
            read(argv[i], all);
        } catch (const std::exception& error) {
            std::fprintf(stderr, "bench_report: %s: %s\n", argv[i], error.what());
            return EXIT_FAILURE;
        }
    }
    if (files == 0) {
        std::fprintf(stderr, "usage: bench_report [--markdown] file.json...\n");
        return EXIT_FAILURE;
    }
    print(all, s);
}
