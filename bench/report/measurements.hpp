/// What the files of Google Benchmark say, as the table needs it.
#pragma once

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace bench {

/// The middle one, or the mean of the two middle ones.
inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 != 0 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// Repetitions of one benchmark.
struct samples {
    std::vector<double> nanoseconds; // of processor time: what other programs took does not count
    std::vector<double> flops;       // per second; empty if the benchmark does not count them
};

/// A task, and those who were timed at it: `group`/`task`/`contestant` are the parts of a benchmark's name.
struct contest {
    std::string group, task;
    std::map<std::string, samples> contestants;
    std::optional<double> peak_flops; // measured by the same program
};

struct measurements {
    std::vector<std::string> headlines; // one for each file: how it came about
    std::vector<contest> contests;      // in the order in which the benchmarks are registered
};

namespace detail {

struct benchmark_name {
    std::string group, task, contestant;

    explicit benchmark_name(const std::string& name) {
        const std::size_t first = name.find('/'), last = name.rfind('/');
        if (first == last)
            throw std::runtime_error("\"" + name + "\" is not of the form group/task/contestant");
        group = name.substr(0, first);
        task = name.substr(first + 1, last - first - 1);
        contestant = name.substr(last + 1);
    }
};

inline double nanoseconds_in(const std::string& unit) {
    if (unit == "ns") return 1;
    if (unit == "us") return 1e3;
    if (unit == "ms") return 1e6;
    if (unit == "s") return 1e9;
    throw std::runtime_error("unknown time unit \"" + unit + "\"");
}

/// By the order in which the program registered them: random interleaving makes the file's own order random.
inline std::map<std::pair<int, std::string>, samples> repetitions(const nlohmann::json& runs) {
    std::map<std::pair<int, std::string>, samples> found;
    for (const auto& run : runs) {
        if (run.at("run_type") != "iteration") continue; // the aggregates are computed here
        samples& s = found[{run.at("family_index").get<int>(), run.at("run_name").get<std::string>()}];
        s.nanoseconds.push_back(run.at("cpu_time").get<double>() *
                                nanoseconds_in(run.at("time_unit").get<std::string>()));
        if (run.contains("FLOP/s")) s.flops.push_back(run.at("FLOP/s").get<double>());
    }
    return found;
}

} // namespace detail

/// Adds what `path` holds. A benchmark named peak/... is a limit of the machine and no contest.
inline void read(const std::string& path, measurements& all) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot be opened");
    const auto json = nlohmann::json::parse(file);
    const auto found = detail::repetitions(json.at("benchmarks"));

    std::optional<double> peak;
    const auto& context = json.at("context");
    std::string headline = context.at("executable").get<std::string>();
    headline = headline.substr(headline.rfind('/') + 1) + ": " +
               context.value("compiler", "unknown compiler") + ", " +
               context.value("instruction_set", "unknown instruction set");
    const char* before = "; GFLOP/s: ";
    for (const auto& [key, s] : found) {
        if (!key.second.starts_with("peak/") || s.flops.empty()) continue;
        const double flops = median(s.flops);
        if (key.second == "peak/fma") peak = flops;
        headline += before + key.second + " " + std::to_string(std::lround(flops / 1e9));
        before = ", ";
    }
    all.headlines.push_back(headline + (peak ? "" : "; peak/fma not available"));

    std::size_t last = all.contests.size();
    for (const auto& [key, s] : found) {
        if (key.second.starts_with("peak/")) continue;
        const detail::benchmark_name name(key.second);
        const bool same = all.contests.size() > last && all.contests.back().group == name.group &&
                          all.contests.back().task == name.task;
        if (!same) all.contests.push_back({name.group, name.task, {}, peak});
        all.contests.back().contestants[name.contestant] = s;
    }
}

} // namespace bench
