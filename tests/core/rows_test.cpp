#include <complaint.hpp>

#include <handgrad/core/rows.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <sys/mman.h>

namespace hg = handgrad;

TEST_CASE("rows: a width known at compile time, a count that is not") {
    std::vector<float> memory(12);
    for (std::size_t i = 0; i < memory.size(); ++i) memory[i] = static_cast<float>(i);
    const hg::rows<float, 3> batch(memory.data(), 4);
    static_assert(decltype(batch)::cols == 3);
    static_assert(std::is_same_v<decltype(batch)::value_type, float>);
    CHECK(batch.count() == 4);
    CHECK(batch.data() == memory.data());
    CHECK(batch[2](0, 1) == 7);

    const auto two = batch.tile<2>(1);
    static_assert(std::is_same_v<decltype(two), const hg::view<float, 2, 3>>);
    CHECK(two(1, 2) == 8);
    two(0, 0) = -1;
    CHECK(memory[3] == -1);

    const auto middle = batch.subrows(1, 2);
    CHECK(middle.count() == 2);
    CHECK(middle[1].data() == memory.data() + 6);
    CHECK(batch.subrows(4, 0).count() == 0);
}

TEST_CASE("rows: from a batch of static size") {
    hg::matrix<float, 5, 2> m;
    const auto& constant = m;
    const hg::rows<float, 2> writable = m;
    const hg::rows<const float, 2> readable = m, of_const = constant, of_view = m.view();
    CHECK(writable.count() == 5);
    CHECK(readable.count() == 5);
    CHECK(of_const.data() == m.data());
    CHECK(of_view.data() == m.data());

    const hg::rows<const float, 2> again = writable;
    CHECK(again.data() == m.data());
    static_assert(!std::is_convertible_v<const hg::matrix<float, 5, 2>&, hg::rows<float, 2>>);
    static_assert(!std::is_convertible_v<hg::rows<const float, 2>, hg::rows<float, 2>>);
    static_assert(!std::is_convertible_v<hg::matrix<float, 5, 2>&, hg::rows<float, 3>>,
                  "the width must agree");
    static_assert(!std::is_convertible_v<hg::matrix<double, 5, 2>&, hg::rows<float, 2>>);
}

TEST_CASE("rows: more elements than an int can count") {
    // Addresses only are asked for: no page of the four gigabytes is ever touched.
    constexpr std::ptrdiff_t count = (std::ptrdiff_t{1} << 20) + 1;
    constexpr std::size_t bytes = static_cast<std::size_t>(count) << 12;
    void* memory = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        MESSAGE("skipped: this system reserves no four gigabytes of addresses");
        return;
    }
    const hg::rows<char, 1 << 12> batch(static_cast<char*>(memory), count);
    CHECK(batch[count - 1].data() - batch.data() == std::ptrdiff_t{1} << 32);
    CHECK(batch.tile<2>(count - 2).end() - batch.data() == static_cast<std::ptrdiff_t>(bytes));
    CHECK(batch.subrows(count - 1, 1).data() == batch[count - 1].data());
    munmap(memory, bytes);
}

TEST_CASE("rows: usable in constant expressions") {
    constexpr int corner = [] {
        const hg::matrix<int, 3, 2> m{{1, 2}, {3, 4}, {5, 6}};
        const hg::rows<const int, 2> r = m;
        return r.subrows(1, 2).tile<1>(1)(0, 1);
    }();
    static_assert(corner == 6);
}

TEST_CASE("rows: a count that cannot be is refused") {
    float memory[12] = {};
    float* const nowhere = nullptr;
    const float* const no_constants = nullptr;
    CHECK(complaint([&] { hg::rows<float, 3>(memory, -3); }) == "rows: the count is -3, expected 0 or more");
    CHECK(complaint([&] { hg::rows<const float, 3>(memory, -1); }) ==
          "rows: the count is -1, expected 0 or more");
    CHECK(complaint([&] { hg::rows<float, 3>(nowhere, -1); }) == "rows: the count is -1, expected 0 or more");
    CHECK(complaint([&] { hg::rows<float, 3>(nowhere, 4); }) ==
          "rows: the pointer to 4 rows is null, expected their numbers");
    CHECK(complaint([&] { hg::rows<const float, 3>(no_constants, 1); }) ==
          "rows: the pointer to 1 rows is null, expected their numbers");
    CHECK(hg::rows<float, 3>(nowhere, 0).count() == 0);
    CHECK(hg::rows<float, 3>(memory, 0).count() == 0);
}

TEST_CASE("rows: rows of a batch that it has not are refused") {
    float memory[12] = {};
    const hg::rows<float, 3> batch(memory, 4);
    const auto found = [&](std::ptrdiff_t first, std::ptrdiff_t n) {
        return complaint([&] { batch.subrows(first, n); });
    };
    CHECK(found(1, 3) == "");
    CHECK(found(4, 0) == "");
    CHECK(found(1, 4) == "rows: found 4 rows from row 1 on, expected some of the 4 that there are");
    CHECK(found(5, 0) == "rows: found 0 rows from row 5 on, expected some of the 4 that there are");
    CHECK(found(-1, 2) == "rows: found 2 rows from row -1 on, expected some of the 4 that there are");
    CHECK(found(2, -1) == "rows: found -1 rows from row 2 on, expected some of the 4 that there are");
    constexpr std::ptrdiff_t huge = std::numeric_limits<std::ptrdiff_t>::max();
    CHECK(found(1, huge) != "");
    CHECK(found(huge, 1) != "");
    CHECK(found(huge, huge) != "");
}

// Of a batch of static size there is nothing to ask.
static_assert(noexcept(hg::rows<float, 2>(std::declval<hg::matrix<float, 5, 2>&>())) && noexcept(
    hg::rows<const float, 2>(std::declval<hg::view<float, 5, 2>>())) && noexcept(hg::rows<const float,
                                                                                          2>(
    std::declval<hg::rows<float, 2>>())));
static_assert(!noexcept(hg::rows<float, 2>(std::declval<float*>(), 5)));
