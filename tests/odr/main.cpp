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
    expect(wide.classifier != narrow.classifier, "each unit has its own network");
    for (std::size_t i = 0; i < wide.results.size(); ++i) {
        expect(wide.results[i] == narrow.results[i], fixed_work::names[i]);
        expect(wide.results[i] == fixed_work::expected[i], fixed_work::names[i]);
    }
    std::printf("%d failures\n", failures);
    return failures != 0;
}
