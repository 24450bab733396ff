// The main program of every benchmark. `--quiet` leaves the console to whoever reads the file of
// --benchmark_out.
#include "compiler.hpp"
#include "enter.hpp"

#include <handgrad/simd/select.hpp>

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

extern const char* const missing_peers; // of missing.cpp

namespace {

class silent : public benchmark::BenchmarkReporter {
    bool ReportContext(const Context&) override { return true; }
    void ReportRuns(const std::vector<Run>&) override {}
};

} // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    bench::describe("compiler", bench::compiler);
    bench::describe("instruction_set", handgrad::simd::native_machine.name);
    if (*missing_peers != '\0') bench::describe("missing", missing_peers);
    bench::register_all();
    if (argc == 2 && std::string_view(argv[1]) == "--quiet") {
        silent nobody;
        benchmark::RunSpecifiedBenchmarks(&nobody);
    } else if (argc == 1) {
        benchmark::RunSpecifiedBenchmarks();
    } else {
        std::fprintf(stderr, "%s: unknown argument %s\n", argv[0], argv[1]);
        return EXIT_FAILURE;
    }
}
