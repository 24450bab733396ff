#include "../../examples/data/digits.hpp"

#include <doctest/doctest.h>

#include <array>
#include <vector>

using examples::digits;

static_assert([] {
    int sum = 0;
    for (int i = 0; i < 3; ++i)
        for (int k = 0; k < digits::pixels; ++k) sum += digits::packed_pixel(i, k);
    return sum;
}() == 294 + 313 + 344); // the first lines of the published file

TEST_CASE("digits: the split covers every image once") {
    const digits data;
    const auto train = data.train();
    const auto test = data.test();
    CHECK(train.images.count() == 898);
    CHECK(train.labels.size() == 898);
    CHECK(test.images.count() == 899);
    CHECK(test.labels.size() == 899);
    CHECK(test.images.data() == train.images.data() + 898 * 64);
    CHECK(test.labels.data() == train.labels.data() + 898);
}

TEST_CASE("digits: the first and the last image are the published ones") {
    constexpr std::array<int, 64> first{0, 0, 5,  13, 9,  1,  0, 0, 0, 0, 13, 15, 10, 15, 5, 0,
                                        0, 3, 15, 2,  0,  11, 8, 0, 0, 4, 12, 0,  0,  8,  8, 0,
                                        0, 5, 8,  0,  0,  9,  8, 0, 0, 4, 11, 0,  1,  12, 7, 0,
                                        0, 2, 14, 5,  10, 12, 0, 0, 0, 0, 6,  13, 10, 0,  0, 0};
    constexpr std::array<int, 64> last{0, 0, 10, 14, 8,  1,  0, 0, 0, 2, 16, 14, 6,  1,  0, 0,
                                       0, 0, 15, 15, 8,  15, 0, 0, 0, 0, 5,  16, 16, 10, 0, 0,
                                       0, 0, 12, 15, 15, 12, 0, 0, 0, 4, 16, 6,  4,  16, 6, 0,
                                       0, 8, 16, 10, 8,  16, 8, 0, 0, 1, 8,  12, 14, 12, 1, 0};
    const digits data;
    for (int k = 0; k < 64; ++k) {
        const auto place = static_cast<std::size_t>(k);
        CHECK(data.train().images[0](0, k) == static_cast<float>(first[place]) / 16.0f);
        CHECK(data.test().images[898](0, k) == static_cast<float>(last[place]) / 16.0f);
    }
    CHECK(data.train().labels[0] == 0);
    CHECK(data.test().labels[898] == 8);
}

TEST_CASE("digits: sums over all images and the number of each digit") {
    int sum = 0;
    unsigned digest = 0; // depends on the order
    std::vector<int> histogram(10);
    for (int i = 0; i < digits::count; ++i) {
        for (int k = 0; k < digits::pixels; ++k) {
            sum += digits::packed_pixel(i, k);
            digest = digest * 31 + static_cast<unsigned>(digits::packed_pixel(i, k));
        }
        digest = digest * 31 + static_cast<unsigned>(digits::packed_label(i));
        ++histogram.at(static_cast<std::size_t>(digits::packed_label(i)));
    }
    CHECK(sum == 561718);
    CHECK(digest == 2145258730u);
    CHECK(histogram == std::vector<int>{178, 182, 177, 183, 181, 182, 181, 179, 174, 180});
}
