// Sequences in the order of time, and one after the other.
#include <handgrad/handgrad.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace hg = handgrad;

namespace {

template <class F>
std::string complaint(F f) {
    try {
        f();
    } catch (const std::exception& e) {
        return e.what();
    }
    return "";
}

constexpr bool moves_rows() {
    hg::matrix<float, 6, 2> x, to, back; // three steps of two sequences
    for (int r = 0; r < 6; ++r)
        for (int c = 0; c < 2; ++c) x(r, c) = static_cast<float>(10 * r + c);
    hg::from_time_major<2>(x, to);
    bool right = true;
    for (int t = 0; t < 3; ++t)
        for (int b = 0; b < 2; ++b)
            for (int c = 0; c < 2; ++c) right = right && to(b * 3 + t, c) == x(t * 2 + b, c);
    hg::to_time_major<2>(to, back);
    return right && back == x && to != x;
}
static_assert(moves_rows());

} // namespace

TEST_CASE("time major: each step of each sequence is where it belongs, and back") {
    CHECK(moves_rows());
    const auto check = [&]<int B>(std::integral_constant<int, B>, int steps) {
        std::vector<std::int32_t> x(static_cast<std::size_t>(B * steps)), to(x.size()), back(x.size());
        std::iota(x.begin(), x.end(), 0);
        hg::from_time_major<B>(x, to);
        for (int t = 0; t < steps; ++t)
            for (int b = 0; b < B; ++b) CHECK(to[static_cast<std::size_t>(b * steps + t)] == t * B + b);
        hg::to_time_major<B>(to, back);
        CHECK(back == x);
    };
    for (const int steps : {0, 1, 2, 7}) {
        check(std::integral_constant<int, 1>{}, steps);
        check(std::integral_constant<int, 3>{}, steps);
        check(std::integral_constant<int, 8>{}, steps);
    }
}

TEST_CASE("time major: what cannot be is found before anything is written") {
    std::vector<float> x(10, 1), to(10, 7), small(8, 7);
    const auto before = to;
    CHECK(complaint([&] { hg::from_time_major<3>(x, to); }) ==
          "from_time_major: found 10 rows, expected as many steps of each of 3 sequences");
    CHECK(complaint([&] { hg::from_time_major<2>(x, small); }) ==
          "from_time_major: found 10 rows, expected 8, as many as there is room for");
    CHECK(complaint([&] { hg::to_time_major<2>(x, x); }) ==
          "to_time_major: the sequences and their place overlap, expected memory of its own for each");
    CHECK(complaint([&] {
              hg::from_time_major<2>(hg::rows<const float, 1>(to.data(), 6),
                                     hg::rows<float, 1>(to.data() + 4, 6));
          }) ==
          "from_time_major: the sequences and their place overlap, expected memory of its own for each");
    CHECK(to == before);
    hg::from_time_major<2>(x, to);
    CHECK(to == x);
    static_assert(noexcept(
        hg::from_time_major<2>(hg::matrix<float, 4, 3>{}, std::declval<hg::matrix<float, 4, 3>&>())));
}
