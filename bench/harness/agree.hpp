/// The check before a time counts.
#pragma once

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace bench {

/// Ends the program unless |found - expected| <= tolerance for number i of what `who` computed.
inline void require_agreement(const std::string& who, int i, double found, double expected,
                              double tolerance) {
    if (std::abs(found - expected) <= tolerance) return; // not so if NaN
    std::fprintf(stderr, "%s: number %d of the result is %.9g, must be %.9g within %.2g\n", who.c_str(), i,
                 found, expected, tolerance);
    std::exit(EXIT_FAILURE);
}

} // namespace bench
