// ulp [--stride <n>] [--doubles <n>] [--only <function>]: the errors of the elementary functions over every
// float (or every n-th), and over n doubles. Fails if one is larger than it may be.
#include "sweep.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

using namespace bench;

struct options {
    std::uint64_t stride = 1;
    int doubles = 10'000'000;
    std::string_view only;
};

bool print(const char* name, const errors<float>& e, double bound, bool should_rise) {
    const bool good = e.worst <= bound && !(should_rise && e.falls > 0);
    std::printf("%-18s %9.4f %16a %11.4f %% ", name, e.worst, static_cast<double>(e.worst_at),
                100 * static_cast<double>(e.nearest) / static_cast<double>(e.arguments));
    if (!should_rise)
        std::puts("-");
    else if (e.falls == 0)
        std::puts("yes");
    else
        std::printf("no: falls %llu times, first at %a\n", static_cast<unsigned long long>(e.falls),
                    static_cast<double>(e.fall_at));
    std::fflush(stdout);
    return good;
}

template <class F>
bool report_floats(const options& o) {
    if (!o.only.empty() && o.only != F::name) return true;
    return print(F::name, sweep<F>(o.stride), F::float_bound, F::monotone);
}

template <class F>
bool report_doubles(const options& o) {
    if (!o.only.empty() && o.only != F::name) return true;
    const auto e = sample<F>(o.doubles);
    std::printf("%-18s %9.4f %24a %11.4f %%\n", F::name, e.worst, e.worst_at,
                100 * static_cast<double>(e.nearest) / static_cast<double>(e.arguments));
    return e.worst <= F::double_bound;
}

template <class... F>
bool report(const options& o, math_functions::list<F...>) {
    bool good = true;
    std::printf("%-18s %9s %16s %13s monotone\n", "float", "max ULP", "at", "nearest");
    ((good &= report_floats<F>(o)), ...);
    std::printf("\n%-18s %9s %24s %13s\n", "double", "max ULP", "at", "nearest");
    ((good &= report_doubles<F>(o)), ...);
    return good;
}

template <class... F>
bool is_known(std::string_view name, math_functions::list<F...>) {
    return ((name == F::name) || ...);
}

/// Whether the arguments are understood.
bool read(options& o, int argc, char** argv) {
    for (int i = 1; i < argc; i += 2) {
        const std::string_view name = argv[i];
        if (i + 1 == argc)
            return false;
        else if (name == "--stride")
            o.stride = std::strtoull(argv[i + 1], nullptr, 10);
        else if (name == "--doubles")
            o.doubles = std::atoi(argv[i + 1]);
        else if (name == "--only")
            o.only = argv[i + 1];
        else
            return false;
    }
    return o.stride > 0 && o.doubles >= 0 && (o.only.empty() || is_known(o.only, math_functions::all{}));
}

} // namespace

int main(int argc, char** argv) {
    options o;
    if (!read(o, argc, argv)) {
        std::fputs("usage: ulp [--stride <n>] [--doubles <n>] [--only <function>]\n", stderr);
        return EXIT_FAILURE;
    }
    if (report(o, math_functions::all{})) return EXIT_SUCCESS;
    std::fputs("\nAn error is larger than it may be, or a function falls that should not.\n", stderr);
    return EXIT_FAILURE;
}
