/// Figures of the homework beside those that are known.
#pragma once

#include "homework_tables.hpp"

#include <cmath>
#include <cstddef>
#include <cstdio>

namespace lecture {

/// Whether the fifth digit after the point, or one before it, is another.
inline bool differ(double found, double known) {
    return std::llround(found * 1e5) != std::llround(known * 1e5);
}
inline int count_stars(const epoch& found, const epoch& known) {
    int stars = 0;
    for (std::size_t i = 0; i < 4; ++i) stars += differ(found.figures()[i], known.figures()[i]);
    return stars;
}
/// Prints them beside those that are known, with stars where they differ. Returns the number of stars.
inline int print(std::size_t number, const epoch& found, const epoch& known) {
    std::printf("%6zu", number);
    for (std::size_t i = 0; i < 4; ++i) {
        const double x = found.figures()[i];
        std::printf("  %.5f%c", x, differ(x, known.figures()[i]) ? '*' : ' ');
    }
    std::printf("   %.5f  %.5f  %.5f  %.5f\n", known.train_loss, known.train_error, known.test_loss,
                known.test_error);
    std::fflush(stdout);
    return count_stars(found, known);
}
inline void print_heading(const char* name) {
    std::printf("\n%s\n        found, on the training and the test images   known (*: another digit)\n"
                " epoch  loss      error     loss      error      loss     error    loss     error\n",
                name);
}

} // namespace lecture
