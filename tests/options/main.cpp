#include <fixed_work.hpp>

#include <cstdio>
#include <cinttypes>
int main() {
    const auto results = fixed_work::all();
    int bad = 0;
    for (std::size_t i = 0; i < results.size(); ++i) {
        std::printf("%-20s %016" PRIx64 "\n", fixed_work::names[i], results[i]);
        bad += results[i] != fixed_work::expected[i];
    }
    return bad != 0;
}
