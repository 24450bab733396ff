#include <doctest/doctest.h>

#include <handgrad/core/contiguous.hpp>

#include <array>
#include <deque>
#include <initializer_list>
#include <list>
#include <ranges>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using handgrad::detail::contiguous;

/// Begins with a pointer and says neither data() nor size().
struct bare {
    int numbers[3]{1, 2, 3};
    const int* begin() const { return numbers; }
    const int* end() const { return numbers + 3; }
};
struct nothing {};

/// As <ranges> sees it.
template <class X>
constexpr bool agrees = contiguous<X> ==
                        (std::ranges::contiguous_range<const X> && std::ranges::sized_range<const X>);

static_assert(contiguous<std::vector<int>> && agrees<std::vector<int>>);
static_assert(contiguous<std::array<float, 3>> && agrees<std::array<float, 3>>);
static_assert(contiguous<std::span<const int>> && agrees<std::span<const int>>);
static_assert(contiguous<std::span<int, 4>> && agrees<std::span<int, 4>>);
static_assert(contiguous<std::initializer_list<int>> && agrees<std::initializer_list<int>>);
static_assert(contiguous<std::string> && agrees<std::string>);
static_assert(contiguous<int[3]> && agrees<int[3]>);
static_assert(contiguous<bare> && agrees<bare>);
static_assert(contiguous<std::ranges::subrange<const int*>> && agrees<std::ranges::subrange<const int*>>);
static_assert(!contiguous<std::vector<bool>> && agrees<std::vector<bool>>);
static_assert(!contiguous<std::deque<int>> && agrees<std::deque<int>>);
static_assert(!contiguous<std::list<int>> && agrees<std::list<int>>);
static_assert(!contiguous<nothing> && agrees<nothing>);
static_assert(!contiguous<int> && agrees<int>);
static_assert(!contiguous<int*> && agrees<int*>);

static_assert(std::is_same_v<handgrad::detail::element_of<std::span<const int>>, int>);
static_assert(std::is_same_v<handgrad::detail::element_of<float[2]>, float>);

} // namespace

TEST_CASE("contiguous: where the numbers are, and how many") {
    const std::vector<int> v{1, 2, 3};
    CHECK(handgrad::detail::data_of(v) == v.data());
    CHECK(handgrad::detail::count_of(v) == 3);
    const int a[2]{1, 2};
    CHECK(handgrad::detail::data_of(a) == a);
    CHECK(handgrad::detail::count_of(a) == 2);
    const bare b;
    CHECK(handgrad::detail::data_of(b) == b.numbers);
    CHECK(handgrad::detail::count_of(b) == 3);
    CHECK(handgrad::detail::count_of(std::span<int>()) == 0);
}
