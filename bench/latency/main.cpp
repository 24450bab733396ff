// Latencies of single calls: of the networks that the benchmarks time too, warm and cold.
#include "../harness/latency_table.hpp"

#include <cstdlib>
#include <cstring>
#include <exception>

namespace {

constexpr const char* usage =
    "latency_bench [--calls=1000000] [--seconds=10] [--table]\n"
    "  at most so many calls of each kind, fewer (but a thousand) where they would take longer than so many\n"
    "  seconds; --table: without the histograms\n";

/// The number behind `name`, if the argument begins with that.
bool read(const char* argument, const char* name, double& number) {
    const std::size_t length = std::strlen(name);
    if (std::strncmp(argument, name, length) != 0) return false;
    char* end = nullptr;
    const double found = std::strtod(argument + length, &end);
    if (end == argument + length || *end != '\0' || !(found > 0)) return false;
    number = found;
    return true;
}

} // namespace

int main(int count, char** arguments) try {
    double calls = 1e6, seconds = 10;
    bool histograms = true;
    for (int i = 1; i < count; ++i) {
        if (std::strcmp(arguments[i], "--table") == 0)
            histograms = false;
        else if (!read(arguments[i], "--calls=", calls) && !read(arguments[i], "--seconds=", seconds)) {
            std::fprintf(stderr, "%s", usage);
            return 2;
        }
    }
    bench::table to(static_cast<long>(calls), seconds, histograms);
    bench::measure_inference(to);
    bench::measure_streaming(to);
    bench::measure_training(to);
    bench::measure_denormal(to);
    to.print();
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "latency_bench: %s\n", error.what());
    return 1;
}
