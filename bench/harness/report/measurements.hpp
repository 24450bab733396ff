/// What the files of Google Benchmark say, as the tables need it.
#pragma once

#include "figures.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace bench {

/// One benchmark: medians over its repetitions.
struct measured {
    double nanoseconds = 0; // of processor time: what other programs took does not count; or of wall time
    std::optional<double> flops, bytes; // per second
    double weights = 0;                 // bytes that each call must read, if they are most of its work
};

/// Limits of the machine, measured by the same program.
struct limits {
    std::optional<double> flops, flops_f64;
    struct cache {
        int level;
        double size;                // in bytes
        std::optional<double> read; // bytes per second
    };
    std::vector<cache> caches; // from the smallest on

    /// The smallest that holds so many bytes, unless that is the first or its bandwidth is unknown.
    const cache* home_of(double bytes) const {
        const auto found =
            std::find_if(caches.begin(), caches.end(), [&](const cache& c) { return bytes <= c.size; });
        return found != caches.end() && found->level > 1 && found->read ? &*found : nullptr;
    }
};

constexpr const char* us = "handgrad";

/// A task, and those who were timed at it, in the order in which they were registered: `group`/`task`/
/// `contestant` are the parts of a benchmark's name.
struct contest {
    std::string task;
    std::vector<std::pair<std::string, measured>> contestants;
    limits machine;

    const measured* by(const std::string& name) const {
        for (const auto& [who, m] : contestants)
            if (who == name) return &m;
        return nullptr;
    }
};

struct group {
    std::string name;
    std::vector<contest> contests;

    std::optional<double> peak(const contest& c) const {
        return name.ends_with("_f64") ? c.machine.flops_f64 : c.machine.flops;
    }
};

struct measurements {
    std::vector<std::vector<std::string>> headlines; // of each file: how it came about, in a few lines
    std::vector<group> groups;                       // in the order in which the benchmarks were registered

    group& group_of(const std::string& name) {
        for (auto& g : groups)
            if (g.name == name) return g;
        return groups.emplace_back(group{name, {}});
    }
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

constexpr std::string_view wall_time = "/real_time";

inline double nanoseconds_in(const std::string& unit) {
    if (unit == "ns") return 1;
    if (unit == "us") return 1e3;
    if (unit == "ms") return 1e6;
    if (unit == "s") return 1e9;
    throw std::runtime_error("unknown time unit \"" + unit + "\"");
}

/// By the order in which the program registered them: random interleaving makes the file's own order random.
/// What Google Benchmark appends to the name of one that is timed by the clock on the wall says that that
/// counts.
inline std::map<std::pair<int, std::string>, measured> medians(const nlohmann::json& runs) {
    struct samples {
        std::vector<double> nanoseconds, flops, bytes;
        double weights = 0;
    };
    std::map<std::pair<int, std::string>, samples> found;
    for (const auto& run : runs) {
        if (run.at("run_type") != "iteration") continue; // the aggregates are computed here
        auto name = run.at("run_name").get<std::string>();
        const bool by_the_wall = name.ends_with(wall_time);
        if (by_the_wall) name.resize(name.size() - wall_time.size());
        samples& s = found[{run.at("family_index").get<int>(), name}];
        s.nanoseconds.push_back(run.at(by_the_wall ? "real_time" : "cpu_time").get<double>() *
                                nanoseconds_in(run.at("time_unit").get<std::string>()));
        if (run.contains("FLOP/s")) s.flops.push_back(run.at("FLOP/s").get<double>());
        if (run.contains("bytes/s")) s.bytes.push_back(run.at("bytes/s").get<double>());
        s.weights = run.value("weights", 0.0);
    }
    std::map<std::pair<int, std::string>, measured> result;
    for (const auto& [key, s] : found) {
        measured& m = result[key];
        m.nanoseconds = median(s.nanoseconds);
        if (!s.flops.empty()) m.flops = median(s.flops);
        if (!s.bytes.empty()) m.bytes = median(s.bytes);
        m.weights = s.weights;
    }
    return result;
}

inline std::string program(const nlohmann::json& context) {
    const std::string path = context.at("executable").get<std::string>();
    return path.substr(path.rfind('/') + 1) + ": " + context.value("compiler", "unknown compiler") + ", " +
           context.value("instruction_set", "unknown instruction set");
}

/// "peers: libxsmm 1.17 hsw, ...": what bench::describe_peer said; empty if nothing.
inline std::string peers(const nlohmann::json& context) {
    const std::string prefix = "peer ";
    std::string text;
    for (const auto& [key, value] : context.items())
        if (key.starts_with(prefix))
            text += (text.empty() ? "peers: " : ", ") + key.substr(prefix.size()) + " " +
                    value.get<std::string>();
    return text;
}

} // namespace detail

/// Adds what `path` holds. A benchmark named peak/... is a limit of the machine and no contest.
inline void read(const std::string& path, measurements& all) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot be opened");
    const auto json = nlohmann::json::parse(file);
    const auto found = detail::medians(json.at("benchmarks"));
    const auto& context = json.at("context");

    limits machine;
    for (const auto& cache : context.value("caches", nlohmann::json::array()))
        if (cache.at("type") != "Instruction")
            machine.caches.push_back({cache.at("level").get<int>(), cache.at("size").get<double>(), {}});
    std::string peaks;
    for (const auto& [key, m] : found) {
        const std::string& name = key.second;
        if (!name.starts_with("peak/")) continue;
        if (name == "peak/fma") machine.flops = m.flops;
        if (name == "peak/fma_f64") machine.flops_f64 = m.flops;
        for (auto& cache : machine.caches)
            if (name == "peak/l" + std::to_string(cache.level) + "_read") cache.read = m.bytes;
        const auto value = m.flops ? m.flops : m.bytes;
        if (value)
            peaks += (peaks.empty() ? "" : ", ") + name + " " + std::to_string(std::lround(*value / 1e9)) +
                     (m.flops ? " GFLOP/s" : " GB/s");
    }
    all.headlines.push_back(
        {detail::program(context), machine.flops ? peaks : "peak/fma not available", detail::peers(context),
         context.contains("missing") ? "missing: " + context.at("missing").get<std::string>() : ""});

    std::map<std::string, std::string> last_task; // of a group, in this file
    for (const auto& [key, m] : found) {
        if (key.second.starts_with("peak/")) continue;
        const detail::benchmark_name name(key.second);
        auto& contests = all.group_of(name.group).contests;
        if (auto& last = last_task[name.group]; contests.empty() || last != name.task) {
            contests.push_back({name.task, {}, machine});
            last = name.task;
        }
        contests.back().contestants.emplace_back(name.contestant, m);
    }
}

} // namespace bench
