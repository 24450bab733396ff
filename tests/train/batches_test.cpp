#include <complaint.hpp>

#include <handgrad/train/batches.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include <sys/mman.h>

namespace hg = handgrad;

namespace {

/// n samples whose numbers tell which sample they belong to.
struct samples {
    explicit samples(int n) : order(static_cast<std::size_t>(n)) {
        std::iota(order.begin(), order.end(), 0);
        for (const int i : order) {
            for (int c = 0; c < 3; ++c) x.push_back(static_cast<float>(10 * i + c));
            label.push_back(i);
        }
    }
    hg::rows<const float, 3> inputs() const { return {x.data(), static_cast<std::ptrdiff_t>(label.size())}; }

    std::vector<float> x;
    std::vector<int> label;
    std::vector<int> order;
};

} // namespace

TEST_CASE("shuffle: the permutation of seed 1, the same everywhere") {
    std::vector<int> order(10);
    std::iota(order.begin(), order.end(), 0);
    hg::rng random{1};
    hg::shuffle(order, random);
    CHECK(order == std::vector<int>{4, 7, 9, 3, 2, 1, 5, 0, 6, 8});
    hg::shuffle(order, random);
    CHECK(order == std::vector<int>{1, 3, 8, 2, 5, 0, 4, 9, 6, 7});
}

TEST_CASE("shuffle: nothing and one thing stay as they are") {
    hg::rng random{1};
    std::vector<int> order;
    hg::shuffle(order, random);
    CHECK(order.empty());
    order = {7};
    hg::shuffle(order, random);
    CHECK(order == std::vector<int>{7});
}

TEST_CASE("shuffle: an order longer than an int can number is refused") {
    // Addresses only are asked for: no page of the sixteen gigabytes is ever touched.
    constexpr std::size_t count = (std::size_t{1} << 32) + 1, bytes = count * sizeof(int);
    void* memory = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        MESSAGE("skipped: this system reserves no sixteen gigabytes of addresses");
        return;
    }
    hg::rng random{1}, untouched{1};
    CHECK(complaint([&] {
              hg::shuffle({static_cast<int*>(memory), count}, random);
          }) == "shuffle: found an order of 4294967297 numbers, expected at most 2147483648");
    CHECK(complaint([&] { hg::shuffle({static_cast<int*>(memory), (count >> 1) + 1}, random); }) != "");
    CHECK(random() == untouched());
    munmap(memory, bytes);
}

TEST_CASE("shuffle: all permutations of three are about equally frequent") {
    hg::rng random{42};
    std::array<int, 27> times{};
    for (int k = 0; k < 6000; ++k) {
        std::array<int, 3> order{0, 1, 2};
        hg::shuffle(order, random);
        ++times.at(static_cast<std::size_t>(9 * order[0] + 3 * order[1] + order[2]));
    }
    CHECK(std::count(times.begin(), times.end(), 0) == 21);
    for (const int n : times)
        if (n != 0) CHECK(std::abs(n - 1000) < 150); // five standard deviations
}

TEST_CASE("minibatches: every sample exactly once an epoch, with its target, the last batch short") {
    for (const int n : {1, 3, 4, 5, 8, 10}) {
        samples s(n);
        hg::rng random{7};
        hg::shuffle(s.order, random);
        hg::minibatches<3, int, 4> batches;
        std::vector<int> seen;
        std::vector<std::ptrdiff_t> sizes;
        batches.for_each(s.inputs(), s.label, s.order,
                         [&](hg::rows<const float, 3> x, std::span<const int> t) {
                             CHECK(x.count() == static_cast<std::ptrdiff_t>(t.size()));
                             for (std::ptrdiff_t r = 0; r < x.count(); ++r) {
                                 const int label = t[static_cast<std::size_t>(r)];
                                 for (int c = 0; c < 3; ++c)
                                     CHECK(x[r](0, c) == static_cast<float>(10 * label + c));
                                 seen.push_back(label);
                             }
                             sizes.push_back(x.count());
                         });
        CHECK(seen == s.order);
        CHECK(static_cast<int>(sizes.size()) == (n + 3) / 4);
        for (std::size_t b = 0; b + 1 < sizes.size(); ++b) CHECK(sizes[b] == 4);
        CHECK(sizes.back() == (n % 4 == 0 ? 4 : n % 4));
    }
}

TEST_CASE("minibatches: in the given order there is no copy") {
    const samples s(10);
    std::vector<std::ptrdiff_t> sizes;
    std::ptrdiff_t first = 0;
    hg::minibatches<3, int, 4>::for_each(s.inputs(), s.label, [&](auto x, auto t) {
        CHECK(x.data() == s.x.data() + 3 * first);
        CHECK(t.data() == s.label.data() + first);
        CHECK(x.count() == static_cast<std::ptrdiff_t>(t.size()));
        sizes.push_back(x.count());
        first += x.count();
    });
    CHECK(sizes == std::vector<std::ptrdiff_t>{4, 4, 2});
}

TEST_CASE("minibatches: an order may name some rows twice and others not at all") {
    const samples s(5);
    hg::minibatches<3, int, 2> batches;
    std::vector<int> seen;
    batches.for_each(s.inputs(), s.label, std::array{4, 0, 4},
                     [&](auto, auto t) { seen.insert(seen.end(), t.begin(), t.end()); });
    CHECK(seen == std::vector<int>{4, 0, 4});
}

TEST_CASE("minibatches: no samples, no call") {
    const samples s(0);
    hg::minibatches<3, int, 2> batches;
    int calls = 0;
    const auto count = [&](auto, auto) { ++calls; };
    batches.for_each(s.inputs(), s.label, s.order, count);
    batches.for_each(s.inputs(), s.label, count);
    CHECK(calls == 0);
}

TEST_CASE("minibatches: targets that are vectors, in double") {
    constexpr hg::matrix<double, 3, 1> x{{1}, {2}, {3}};
    constexpr hg::matrix<double, 3, 2> t{{10, 11}, {20, 21}, {30, 31}};
    using batches_type = hg::minibatches<1, hg::matrix<double, 1, 2>, 2, double>;
    batches_type batches;
    std::vector<double> seen;
    const auto collect = [&](hg::rows<const double, 1> xs, hg::rows<const double, 2> ts) {
        CHECK(xs.count() == ts.count());
        for (std::ptrdiff_t r = 0; r < xs.count(); ++r)
            seen.insert(seen.end(), {xs[r](0, 0), ts[r](0, 0), ts[r](0, 1)});
    };
    batches.for_each(x, t, std::array{2, 0, 1}, collect);
    CHECK(seen == std::vector<double>{3, 30, 31, 1, 10, 11, 2, 20, 21});
    seen.clear();
    batches_type::for_each(x, t, collect);
    CHECK(seen == std::vector<double>{1, 10, 11, 2, 20, 21, 3, 30, 31});
}

TEST_CASE("minibatches: mistakes are reported before anything is called") {
    samples s(5);
    hg::minibatches<3, int, 2> batches;
    int calls = 0;
    const auto count = [&](auto, auto) { ++calls; };
    CHECK(complaint([&] {
              batches.for_each(s.inputs(), std::array{1, 2, 3, 4}, s.order, count);
          }) == "minibatches: 5 rows of inputs, but 4 targets");
    CHECK(complaint([&] {
              batches.for_each(s.inputs(), std::array{1, 2, 3, 4, 5, 6}, count);
          }) == "minibatches: 5 rows of inputs, but 6 targets");
    CHECK(complaint([&] {
              batches.for_each(s.inputs(), s.label, std::array{0, 1, 2, 3, 5}, count);
          }) == "minibatches: order[4] is 5, but there are 5 rows");
    CHECK(complaint([&] {
              batches.for_each(s.inputs(), s.label, std::array{0, 1, -1}, count);
          }) == "minibatches: order[2] is -1, but there are 5 rows");
    CHECK(calls == 0);
}

static_assert(
    [] {
        hg::matrix<float, 5, 1> x{{0}, {1}, {2}, {3}, {4}};
        std::array<int, 5> label{0, 1, 2, 3, 4};
        std::array<int, 5> order{0, 1, 2, 3, 4};
        hg::rng random{3};
        hg::shuffle(order, random);
        hg::minibatches<1, int, 2> batches;
        int sum = 0;
        bool right = true;
        batches.for_each(hg::rows<const float, 1>(x), label, order, [&](auto xs, auto ts) {
            for (std::ptrdiff_t r = 0; r < xs.count(); ++r) {
                right = right && xs[r](0, 0) == static_cast<float>(ts[static_cast<std::size_t>(r)]);
                sum += 1 << ts[static_cast<std::size_t>(r)];
            }
        });
        return right && sum == 31;
    }(),
    "mini-batches work at compile time");
