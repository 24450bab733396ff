/// How figures are found, and how they are written.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace bench {

/// The middle one, or the mean of the two middle ones.
inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 != 0 ? values[half] : (values[half - 1] + values[half]) / 2;
}

inline std::string number(double value, int decimals, const char* unit = "") {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f%s", decimals, value, unit);
    return text;
}

/// Three digits and a unit.
inline std::string duration(double nanoseconds) {
    const auto digits = [](double value) { return value < 10 ? 2 : value < 100 ? 1 : 0; };
    if (nanoseconds < 1e3) return number(nanoseconds, digits(nanoseconds), " ns");
    if (nanoseconds < 1e6) return number(nanoseconds / 1e3, digits(nanoseconds / 1e3), " us");
    return number(nanoseconds / 1e6, digits(nanoseconds / 1e6), " ms");
}

} // namespace bench
