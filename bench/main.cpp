// The main program of every benchmark. `--quiet` leaves the console to whoever reads the file of
// --benchmark_out.
#include <handgrad/simd/select.hpp>

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

#define BENCH_TEXT_AS_IT_IS(x) #x
#define BENCH_TEXT(x) BENCH_TEXT_AS_IT_IS(x)

namespace {

class silent : public benchmark::BenchmarkReporter {
    bool ReportContext(const Context&) override { return true; }
    void ReportRuns(const std::vector<Run>&) override {}
};

} // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
#if defined(__clang__)
    benchmark::AddCustomContext("compiler",
                                "clang " BENCH_TEXT(__clang_major__) "." BENCH_TEXT(__clang_minor__));
#else
    benchmark::AddCustomContext("compiler", "gcc " __VERSION__);
#endif
    benchmark::AddCustomContext("instruction_set", handgrad::simd::native_machine::name);
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
