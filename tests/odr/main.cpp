// One program, the library in it twice: each translation unit must run its own code, and both get the same
// bits.
#include "unit.hpp"

#include <cstdio>

int main() {
    int failures = 0;
    const auto expect = [&](bool truth, const char* what) {
        if (truth) return;
        std::printf("failed: %s\n", what);
        ++failures;
    };
    const odr::unit wide = odr::wide();
    const odr::unit narrow = odr::narrow();
    expect(wide.width == 8, "the wide unit uses vectors of 8");
    expect(narrow.width == 1, "the narrow unit uses single numbers");
    expect(wide.kernel != narrow.kernel, "each unit has its own kernel");
    expect(wide.work != narrow.work, "each unit has its own networks");
    int parts = 0;
    for (std::size_t i = 0; i < wide.results.size(); ++i) {
        if (wide.results[i] == 0 && narrow.results[i] == 0) continue;
        ++parts;
        expect(wide.results[i] == narrow.results[i], fixed_work::names[i]);
        expect(wide.results[i] == fixed_work::expected[i], fixed_work::names[i]);
    }
    expect(parts > 0, "a part of the work is done");
    std::printf("%d parts, %d failures\n", parts, failures);
    return failures != 0;
}
