/// Times of peers by that of handgrad, and what many of them come to.
#pragma once

#include "measurements.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace bench {

/// To the two digits that are printed: a smaller difference is none.
inline bool below_one(double ratio) { return std::round(100 * ratio) < 100; }

class summary {
public:
    void add(double ratio, const std::string& where) {
        ++count_;
        below_ += below_one(ratio);
        log_sum_ += std::log(ratio);
        if (ratio < worst_) {
            worst_ = ratio;
            where_ = where;
        }
    }

    int count() const { return count_; }
    int below() const { return below_; }
    double mean() const { return std::exp(log_sum_ / count_); }
    double worst() const { return worst_; }
    const std::string& where() const { return where_; }

private:
    int count_ = 0, below_ = 0;
    double log_sum_ = 0, worst_ = std::numeric_limits<double>::infinity();
    std::string where_;
};

/// One for each name, in the order of their first appearance.
class summaries {
public:
    summary& of(const std::string& name) {
        for (auto& [n, s] : all_)
            if (n == name) return s;
        return all_.emplace_back(name, summary{}).second;
    }
    auto begin() const { return all_.begin(); }
    auto end() const { return all_.end(); }

private:
    std::vector<std::pair<std::string, summary>> all_;
};

/// "eigen_fixed" and "eigen_lazy" are ways of one library.
inline std::string library_of(const std::string& contestant) {
    return contestant.substr(0, contestant.find('_'));
}

/// Work on operands that were packed before the clock started is less than the task, and so are results of a
/// lesser precision than a library's best: who does that shows what could be had, but is no competitor.
/// Neither are handgrad's own other ways, such as "handgrad_frozen".
inline bool competes(const std::string& contestant) {
    return library_of(contestant) != us && !contestant.ends_with("_packed") && !contestant.ends_with("_fast");
}

/// The name of the fastest competitor, of one library or of any; empty if there is none.
inline std::string fastest(const contest& c, const std::string& library = "") {
    std::string best;
    double time = std::numeric_limits<double>::infinity();
    for (const auto& [name, m] : c.contestants)
        if (competes(name) && (library.empty() || library_of(name) == library) && m.nanoseconds < time) {
            time = m.nanoseconds;
            best = name;
        }
    return best;
}

} // namespace bench
