// A setting is a number to all who use it, and in its range or refused.
#include <bits.hpp>
#include <complaint.hpp>

#include <handgrad/core/setting.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <istream>
#include <limits>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>

namespace hg = handgrad;

namespace {

using share = hg::setting<"cake: share", hg::range::from_0_to_1>;
using length = hg::setting<"cake: length", hg::range::positive>;
using slices = hg::setting<"cake: slices", hg::range::from_1_on, std::int64_t>;

struct cake {
    share eaten = hg::by_default(0.25);
    length radius = hg::by_default(3);
    slices cut = hg::by_default(8);
    bool chocolate = false;
};

static_assert(std::is_aggregate_v<cake> && std::is_trivially_copyable_v<cake> &&
              std::is_standard_layout_v<cake>);
static_assert(sizeof(share) == sizeof(double) && sizeof(slices) == sizeof(std::int64_t));
static_assert(noexcept(cake{}) && std::is_nothrow_default_constructible_v<cake>);
static_assert(std::is_nothrow_convertible_v<share, double>);

// As a double and an integer would: numbers, but no fraction as an integer, and nothing else.
static_assert(std::is_convertible_v<int, share> && std::is_convertible_v<float, share> &&
              std::is_convertible_v<length, share> && std::is_convertible_v<slices, share>);
static_assert(std::is_convertible_v<int, slices> && std::is_convertible_v<std::size_t, slices>);
static_assert(!std::is_convertible_v<double, slices> && !std::is_convertible_v<share, slices>);
static_assert(!std::is_convertible_v<const char*, share> && !std::is_default_constructible_v<share>);

// What is documented not to work does not, and works with a copy.
template <class S>
constexpr int taken_for_a_double = requires(S s) {
    std::max(s, 0.1);
}
+ requires(S s) {
    std::clamp(s, 0.1, 0.2);
}
+ requires(S s, double x) {
    std::swap(s, x);
}
+ requires(S s, std::istream in) {
    in >> s;
}
+ requires(S s, bool c) {
    c ? s : 0.1;
}
+ requires(S s, void f(double&)) {
    f(s);
};
static_assert(taken_for_a_double<share> == 0 && taken_for_a_double<double> == 6);

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

} // namespace

TEST_CASE("setting: given by name, by position, by assignment") {
    constexpr cake by_name{.eaten = 0.5, .cut = 12}, by_position{1, 2.5f, 3u, true}, untouched{};
    static_assert(by_name.eaten == 0.5 && by_name.radius == 3 && by_name.cut == 12);
    static_assert(by_position.eaten == 1 && by_position.radius == 2.5 && by_position.cut == 3);
    static_assert(untouched.eaten == 0.25 && untouched.radius == 3 && untouched.cut == 8);
    cake c;
    c.eaten = 0.75;
    c.radius = 4;
    c.cut = std::size_t{5};
    CHECK(c.eaten == 0.75);
    CHECK(c.radius == 4);
    CHECK(c.cut == 5);
    c.radius = c.eaten; // one setting from another
    CHECK(c.radius == 0.75);
}

TEST_CASE("setting: computed with like a number") {
    static_assert([] {
        cake c{.eaten = 0.5};
        c.eaten *= 0.5;
        c.eaten += 0.125;
        c.eaten /= 3;
        c.radius -= 1;
        c.cut += 2;
        c.cut *= 3;
        return c.eaten == 0.125 && c.radius == 2 && c.cut == 30 && c.eaten < c.radius &&
               2 * c.eaten + c.radius == 2.25 && c.cut - 1 == 29 && static_cast<float>(c.eaten) == 0.125f &&
               -c.radius == -2;
    }());
    static_assert([] {
        cake c{.eaten = 0, .cut = 8};
        const slices before = c.cut++, after = ++c.cut;
        ++c.eaten;
        const share whole = c.eaten--;
        --c.cut;
        c.cut--;
        c.cut *= 4u;
        c.cut /= std::size_t{2};
        c.cut += 'b' - 'a';
        return before == 8 && after == 10 && c.cut == 17 && whole == 1 && c.eaten == 0;
    }());
    const cake c;
    std::ostringstream out;
    out << c.eaten << ' ' << c.cut;
    CHECK(out.str() == "0.25 8");
    CHECK(std::to_string(c.eaten) == "0.250000");
}

TEST_CASE("setting: a number out of range is refused, and nothing is changed") {
    cake c;
    CHECK(complaint([&] { c.eaten = 1.5; }) == "cake: share is 1.5, expected 0 to 1");
    CHECK(complaint([&] { c.eaten = no_number; }) == "cake: share is nan, expected 0 to 1");
    CHECK(complaint([&] { c.eaten -= 0.5; }) == "cake: share is -0.25, expected 0 to 1");
    CHECK(complaint([&] { c.eaten += 0.8; }) == "cake: share is 1.05, expected 0 to 1");
    CHECK(complaint([&] { c.eaten *= infinity; }) == "cake: share is inf, expected 0 to 1");
    CHECK(complaint([&] { c.eaten /= 0; }) == "cake: share is inf, expected 0 to 1");
    CHECK(complaint([&] { c.radius = 0; }) ==
          "cake: length is 0, expected at least 1.2e-38 (FLT_MIN), within a float's range");
    CHECK(complaint([&] { c.cut = 0; }) == "cake: slices is 0, expected 1 or more");
    CHECK(complaint([&] { c.cut -= 11; }) == "cake: slices is -3, expected 1 or more");
    CHECK(c.eaten == 0.25);
    CHECK(c.radius == 3);
    CHECK(c.cut == 8);
    CHECK(complaint([] { return cake{.cut = -1}; }) == "cake: slices is -1, expected 1 or more");
    CHECK(complaint([&] { --(c.cut = 1); }) == "cake: slices is 0, expected 1 or more");
    CHECK(complaint([&] { c.cut--; }) == "cake: slices is 0, expected 1 or more");
    CHECK(complaint([&] { c.eaten++; }) == "cake: share is 1.25, expected 0 to 1");
    CHECK(c.cut == 1);
    CHECK(c.eaten == 0.25);
    // the number as it is, not rounded to one in range
    CHECK(complaint([&] { c.eaten = 1.0000000000000002; }) ==
          "cake: share is 1.0000000000000002, expected 0 to 1");
}

TEST_CASE("setting: an integer of more than 64 bits is refused as what it is") {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    constexpr std::uint64_t all = ~std::uint64_t{0};
    const std::string wanted = ", expected 1 or more, at most 9223372036854775807";
    cake c;
    CHECK(complaint([&] { c.cut = all; }) == "cake: slices is 18446744073709551615" + wanted);
    CHECK(complaint([&] { c.cut = std::uint64_t{1} << 63; }) ==
          "cake: slices is 9223372036854775808" + wanted);
    CHECK(complaint([&] { c.cut += most; }) == "cake: slices is 8 + 9223372036854775807" + wanted);
    CHECK(complaint([&] { c.cut += all; }) == "cake: slices is 8 + 18446744073709551615" + wanted);
    CHECK(complaint([&] { c.cut -= all; }) == "cake: slices is 8 - 18446744073709551615" + wanted);
    CHECK(complaint([&] { c.cut -= -most; }) == "cake: slices is 8 - -9223372036854775807" + wanted);
    CHECK(complaint([&] { c.cut *= std::int64_t{1} << 60; }) ==
          "cake: slices is 8 * 1152921504606846976" + wanted);
    CHECK(complaint([&] { c.cut /= 0; }) == "cake: slices is 8 / 0" + wanted);
    CHECK(complaint([&] { c.cut /= all; }) == "cake: slices is 0, expected 1 or more");
    CHECK(c.cut == 8);
    c.cut *= std::int64_t{1} << 59;
    CHECK(c.cut == std::int64_t{1} << 62);
    c.cut = static_cast<std::uint64_t>(most);
    CHECK(c.cut == most);
    CHECK(complaint([&] { ++c.cut; }) == "cake: slices is 9223372036854775807 + 1" + wanted);
    CHECK(c.cut == most);
}

#if defined(__cpp_nontype_template_args) && __cpp_nontype_template_args >= 201911L
namespace {

template <cake Cake>
constexpr double eaten_of = Cake.eaten;
static_assert(eaten_of<cake{.eaten = 0.5}> == 0.5);

} // namespace
#endif

namespace {

/// x and the doubles beside it.
constexpr double above(double x) {
    const auto bits = __builtin_bit_cast(std::uint64_t, x);
    return __builtin_bit_cast(double, x < 0 ? bits - 1 : bits + 1);
}
constexpr double below(double x) { return x == 0 ? -above(0) : -above(-x); }

constexpr double most = std::numeric_limits<float>::max(), least = std::numeric_limits<float>::min();

/// Holds from `first` to `last`, and nothing beside.
template <class Range>
constexpr bool is(double first, double last) {
    return Range::holds(first) && Range::holds(last) && Range::holds(above(first)) &&
           Range::holds(below(last)) && !Range::holds(below(first)) && !Range::holds(above(last)) &&
           !Range::holds(no_number) && !Range::holds(-no_number) && !Range::holds(-infinity);
}

} // namespace

static_assert(is<hg::range::finite>(-most, most) && !hg::range::finite::holds(infinity));
static_assert(is<hg::range::positive>(least, most) && !hg::range::positive::holds(infinity));
static_assert(is<hg::range::not_negative>(0, most) && !hg::range::not_negative::holds(infinity));
static_assert(is<hg::range::from_0_to_1>(0, 1) && is<hg::range::from_0_to_half>(0, 0.5));
static_assert(is<hg::range::from_0_to_less_than_1>(0, below(1)));
static_assert(hg::range::any_length::holds(infinity) && hg::range::any_length::holds(0) &&
              !hg::range::any_length::holds(below(0)) && !hg::range::any_length::holds(no_number));
static_assert(hg::range::from_0_to_1::holds(-0.0) && hg::range::finite::holds(-0.0));
static_assert(hg::range::from_0_on::holds(0) && !hg::range::from_0_on::holds(-1));
static_assert(hg::range::from_1_on::holds(1) && !hg::range::from_1_on::holds(0));
