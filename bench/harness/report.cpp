// bench_report [--markdown | --columns | --times] file.json...: what Google Benchmark measured, as tables of
// handgrad beside its peers, or as columns of numbers, GFLOP/s or nanoseconds, for gnuplot.
#include "report/columns.hpp"
#include "report/measurements.hpp"
#include "report/print.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string_view>

namespace {

using namespace bench;

void print(const measurements& all, style s) {
    for (const auto& lines : all.headlines)
        for (std::size_t i = 0; i < lines.size(); ++i)
            if (!lines[i].empty())
                std::printf("%s%s\n", i > 0 ? "  " : s == style::markdown ? "- " : "", lines[i].c_str());
    std::puts("\nMedians of processor time, of what runs on several threads of wall time. Below a peer's "
              "name: its time by that of handgrad; * the best peer, "
              "! the best peer where it is faster.\n");
    totals sums;
    for (const auto& g : all.groups) group_table(g, sums).print(s);
    print_totals(sums, s);
}

} // namespace

int main(int argc, char** argv) {
    std::optional<quantity> columns;
    style s = style::plain;
    measurements all;
    int files = 0;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--markdown") {
            s = style::markdown;
            continue;
        }
        if (argument == "--columns") {
            columns = quantity::speed;
            continue;
        }
        if (argument == "--times") {
            columns = quantity::time;
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
        std::fprintf(stderr, "usage: bench_report [--markdown | --columns | --times] file.json...\n");
        return EXIT_FAILURE;
    }
    if (columns)
        print_columns(all, *columns);
    else
        print(all, s);
}
