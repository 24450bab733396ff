#include <handgrad/activation/relu.hpp>
#include <handgrad/activation/tanh.hpp>
#include <handgrad/core/copy.hpp>
#include <handgrad/layer/dense.hpp>
#include <handgrad/network/network.hpp>

#include <doctest/doctest.h>

#include <array>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace hg = handgrad;

namespace {

using net = hg::network<hg::dense<2, 3, hg::tanh>, hg::dense<3, 2>>;
using other = hg::network<hg::dense<2, 3, hg::relu>, hg::dense<3, 2>>;

template <class From, class To>
constexpr bool copies = requires(From from, To to) {
    hg::copy(static_cast<From>(from), static_cast<To>(to));
};
template <class To, class From>
constexpr bool assigns = requires(To to, From from) {
    static_cast<To>(to) = static_cast<From>(from);
};

using row = hg::view<float, 1, 2>;
using block = hg::matrix<float, 2, 2>;

} // namespace

TEST_CASE("copy: from whatever holds numbers into rows, views and matrices") {
    hg::matrix<float, 4, 2> x;
    const auto is = [&](int r, float first, float second) { return x(r, 0) == first && x(r, 1) == second; };

    hg::copy(hg::row(1.0f, 2.0f), x.row(0));
    CHECK(is(0, 1, 2));
    hg::copy(std::array{3.0f, 4.0f}, x.row(1));
    CHECK(is(1, 3, 4));
    const float plain[] = {5, 6};
    hg::copy(plain, x.row(2));
    CHECK(is(2, 5, 6));
    const std::vector<float> v{7, 8, 9, 10};
    hg::copy(std::span(v).first(2), x.row(3));
    CHECK(is(3, 7, 8));
    hg::copy(v, hg::view<float, 2, 2>(x.row(1).data()));
    CHECK((is(0, 1, 2) && is(1, 7, 8) && is(2, 9, 10) && is(3, 7, 8)));
    hg::copy(x.row(0), x.row(3));
    CHECK(is(3, 1, 2));

    const hg::rows<float, 2> all = x;
    hg::copy(v, all.subrows(0, 2));
    CHECK((is(0, 7, 8) && is(1, 9, 10) && is(2, 9, 10)));
    hg::copy(block{{1, 2}, {3, 4}}, all.subrows(2, 2));
    CHECK((is(2, 1, 2) && is(3, 3, 4)));
    hg::copy(all.subrows(2, 2), all.subrows(0, 2));
    CHECK((is(0, 1, 2) && is(1, 3, 4)));
}

TEST_CASE("copy: out of them, too, and arrays of arrays go row by row") {
    const block m{{1, 2}, {3, 4}};
    std::vector<float> v(4);
    hg::copy(m, v);
    CHECK(v == std::vector<float>{1, 2, 3, 4});
    std::array<std::array<float, 2>, 2> nested{};
    hg::copy(m, nested);
    CHECK((nested[0][1] == 2 && nested[1][0] == 3));
    float plain[2][2] = {{5, 6}, {7, 8}};
    hg::copy(plain, nested);
    CHECK((nested[0][0] == 5 && nested[1][1] == 8));
    block back;
    hg::copy(plain, back);
    CHECK(back == block{{5, 6}, {7, 8}});
    hg::copy(back.row(1), std::span(v).subspan(1, 2));
    CHECK(v == std::vector<float>{1, 7, 8, 4});
}

TEST_CASE("copy: parameters, whole and in part") {
    hg::parameters<net> p, q;
    std::vector<float> numbers(net::parameter_count);
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<float>(i);
    hg::copy(numbers, p);
    CHECK((p[0] == 0 && p[net::parameter_count - 1] == net::parameter_count - 1));
    hg::copy(p, q);
    CHECK(p == q);
    net::block<> bare;
    hg::copy(p, bare);
    CHECK(p == bare);
    hg::copy(hg::row(0.5f, 0.25f), p.biases<2>());
    CHECK((p.biases<2>()(0, 0) == 0.5f && p.biases<2>()(0, 1) == 0.25f && p.weights<2>()(2, 1) == 14));
    hg::copy(bare, p);
    CHECK(p == q);
}

TEST_CASE("copy: what is wrong at run time is said before anything is written") {
    block m{{1, 2}, {3, 4}};
    CHECK_THROWS_WITH_AS(hg::copy(std::vector<float>(3), m),
                         "copy: found 3 numbers, expected 4, as many as there is room for",
                         std::invalid_argument);
    CHECK_THROWS_WITH_AS(hg::copy(std::vector<float>(), m.row(0)),
                         "copy: found 0 numbers, expected 2, as many as there is room for",
                         std::invalid_argument);
    const hg::rows<float, 2> all = m;
    CHECK_THROWS_WITH_AS(hg::copy(hg::row(0.0f, 0.0f), all),
                         "copy: found 2 numbers, expected 4, as many as there is room for",
                         std::invalid_argument);
    CHECK(m == block{{1, 2}, {3, 4}});
    hg::copy(std::vector<float>(), all.subrows(1, 0)); // nothing is something that fits nothing
    CHECK(m == block{{1, 2}, {3, 4}});
}

TEST_CASE("copy: the two may overlap") {
    float numbers[] = {1, 2, 3, 4, 5};
    hg::copy(hg::view<const float, 2, 2>(numbers), hg::view<float, 2, 2>(numbers + 1));
    CHECK((numbers[0] == 1 && numbers[1] == 1 && numbers[2] == 2 && numbers[3] == 3 && numbers[4] == 4));
}

TEST_CASE("copy: in constant expressions") {
    constexpr float sum = [] {
        block m;
        const float rows[2][2] = {{1, 2}, {3, 4}};
        hg::copy(rows, m);
        hg::copy(m.row(1), m.row(0));
        return m(0, 0) + 10 * m(0, 1) + 100 * m(1, 0);
    }();
    static_assert(sum == 343);
    CHECK(sum == 343);
}

TEST_CASE("copy: a question has the answer that a call would have") {
    static_assert(copies<std::vector<float>&, row> && copies<std::array<float, 2>&, row>);
    static_assert(!copies<std::vector<double>&, row>, "numbers are of one type");
    static_assert(!copies<std::array<float, 3>&, row> && !copies<hg::view<float, 1, 3>, row>);
    static_assert(!copies<hg::view<float, 3, 2>, hg::view<float, 2, 3>>, "what lies transposed is told");
    static_assert(copies<std::array<float, 6>&, hg::view<float, 2, 3>>);
    static_assert(!copies<hg::rows<float, 3>, hg::rows<float, 2>>);
    static_assert(copies<row, block&> == false && copies<block&, block&> && copies<block, block&>);
    static_assert(!copies<block&, block>, "a temporary would be written to");
    static_assert(!copies<block&, const block&> && !copies<row, hg::view<const float, 1, 2>>);
    static_assert(!copies<int, row> && !copies<row, int&>);
    static_assert(!copies<std::vector<float>&, std::vector<float>> && copies<row, std::span<float>>);
    using p = hg::parameters<net>;
    static_assert(copies<p&, p&> && copies<p&, net::block<>&> && copies<net::block<>&, p&>);
    static_assert(!copies<hg::parameters<other>&, p&> && !copies<other::block<>&, p&>);
    static_assert(noexcept(hg::copy(std::declval<block&>(), std::declval<block&>())));
    static_assert(!noexcept(hg::copy(std::declval<std::vector<float>&>(), std::declval<block&>())));
}

TEST_CASE("assignment: what would copy nothing does not compile") {
    static_assert(!assigns<row, block> && !assigns<row, row> && !assigns<row&, row> && !assigns<row&, row&>);
    static_assert(!assigns<row, hg::matrix<float, 1, 2>> && !assigns<row, std::vector<float>>);
    static_assert(!std::is_copy_assignable_v<row> && !std::is_move_assignable_v<row>);
    static_assert(!std::is_copy_assignable_v<hg::rows<float, 2>> && !assigns<hg::rows<float, 2>&, block&>);
    static_assert(std::is_trivially_copyable_v<row> && std::is_trivially_copyable_v<hg::rows<float, 2>>);
    static_assert(assigns<block&, block> && !assigns<block&, hg::matrix<float, 2, 3>>);
    static_assert(!assigns<block&, std::vector<float>> && !assigns<block&, hg::view<float, 2, 2>>);
}

TEST_CASE("parameters: assigned to and compared with those of their own network alone") {
    using p = hg::parameters<net>;
    using o = hg::parameters<other>;
    constexpr auto equal = []<class A, class B>(const A& a, const B& b) {
        return requires {
            a == b;
            a != b;
        };
    };
    static_assert(equal(p(), p()) && equal(p(), net::block<>()) && equal(net::block<>(), p()));
    static_assert(!equal(p(), o()) && !equal(o(), p()) && !equal(p(), other::block<>()));
    static_assert(!equal(net::block<>(), other::block<>()) && !equal(p(), hg::parameters<net, double>()));
    static_assert(assigns<p&, p> && assigns<net::block<>&, p> && !assigns<p&, o> &&
                  !assigns<p&, net::block<>>);
    static_assert(!assigns<net::block<>&, o> && !assigns<p&, std::vector<float>>);
    static_assert(!equal(block(), hg::matrix<float, 2, 3>()) && equal(block(), block()));
}

TEST_CASE("copy: within one array, upwards and downwards, in runs and in constant expressions") {
    using rows_of_two = std::array<std::array<float, 2>, 4>;
    const rows_of_two numbers{{{1, 2}, {3, 4}, {5, 6}, {7, 8}}};
    const rows_of_two up{{{1, 2}, {1, 2}, {3, 4}, {5, 6}}}, down{{{3, 4}, {5, 6}, {7, 8}, {7, 8}}};
    rows_of_two a = numbers;
    hg::copy(std::span(a).first(3), std::span(a).last(3));
    CHECK(a == up);
    a = numbers;
    hg::copy(std::span(a).last(3), std::span(a).first(3));
    CHECK(a == down);
    a = numbers;
    hg::copy(std::span(a).first(3), std::span(a[0].data() + 2, 6));
    CHECK(a == up);
    a = numbers;
    hg::copy(hg::rows<const float, 2>(a[0].data(), 3), std::span(a).last(3));
    CHECK(a == up);

    constexpr auto moved = [] {
        std::array<float, 4> line{1, 2, 3, 4};
        hg::copy(std::span<const float>(line.data(), 3), std::span<float>(line.data() + 1, 3));
        return line;
    }();
    CHECK(moved == std::array<float, 4>{1, 1, 2, 3});
}

static_assert(copies<const std::vector<float>&, hg::matrix<float, 2, 3>&>);
static_assert(copies<const std::array<int, 3>&, int (&)[3]>);
static_assert(!copies<const std::vector<std::string>&, std::vector<std::string>&>); // no numbers
static_assert(!copies<const hg::matrix<float, 2, 3>&, volatile float (&)[6]>);
static_assert(!copies<const volatile float (&)[6], hg::matrix<float, 2, 3>&>);

namespace user {

struct picture {
    float pixel[6] = {};
};
void copy(hg::view<const float, 2, 3> from, picture& to) { to.pixel[5] = from(1, 2); }

} // namespace user

TEST_CASE("copy: a user's function of that name is found") {
    const hg::matrix<float, 2, 3> m{{1, 2, 3}, {4, 5, 6}};
    user::picture to;
    copy(m, to);
    CHECK(to.pixel[5] == 6);
}
