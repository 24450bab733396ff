#include <handgrad/core/matrix.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace hg = handgrad;

TEST_CASE("matrix: zero by default, at run time and at compile time") {
    constexpr hg::matrix<float, 3, 5> zero;
    static_assert(zero(0, 0) == 0 && zero(2, 4) == 0);

    // Into memory that is not zero, so that a constructor that sets nothing is found out.
    alignas(64) unsigned char memory[sizeof(hg::matrix<double, 4, 4>)];
    for (auto& byte : memory) byte = 0xff;
    const auto* m = new (memory) hg::matrix<double, 4, 4>;
    for (const double x : *m) CHECK(x == 0);
}

TEST_CASE("matrix: shape, size and storage") {
    using a = hg::matrix<float, 2, 3>;
    static_assert(a::rows == 2 && a::cols == 3 && a::size == 6);
    static_assert(std::is_same_v<a::value_type, float>);
    static_assert(sizeof(a) == 64, "in place, with the padding that the alignment asks for");
    static_assert(sizeof(hg::matrix<float, 16, 16>) == 16 * 16 * sizeof(float));
    static_assert(alignof(hg::matrix<float, 1, 1>) == 64 && alignof(hg::matrix<double, 7, 9>) == 64);
    static_assert(std::is_trivially_copyable_v<a> && std::is_trivially_destructible_v<a>);
    static_assert(std::is_nothrow_default_constructible_v<a>);
}

TEST_CASE("matrix: braces of rows") {
    constexpr hg::matrix<float, 2, 3> a{{1, 2, 3}, {4, 5, 6}};
    static_assert(a(0, 0) == 1 && a(0, 2) == 3 && a(1, 0) == 4 && a(1, 2) == 6);
    for (int i = 0; i < 6; ++i) CHECK(a.data()[i] == static_cast<float>(i + 1));

    constexpr hg::matrix<double, 1, 1> one({7.0});
    static_assert(one(0, 0) == 7);
}

TEST_CASE("matrix: a row from numbers") {
    constexpr auto x = hg::row(0.5f, -1.0f, 2.0f);
    static_assert(std::is_same_v<decltype(x), const hg::matrix<float, 1, 3>>);
    static_assert(x(0, 0) == 0.5f && x(0, 1) == -1 && x(0, 2) == 2);
    static_assert(std::is_same_v<decltype(hg::row(1.0)), hg::matrix<double, 1, 1>>);
    static_assert(hg::row(1.5)(0, 0) == 1.5);
    static_assert(std::is_same_v<decltype(hg::row(1, 2)), hg::matrix<int, 1, 2>>);
}

TEST_CASE("matrix: elements, iteration and rows share one storage") {
    hg::matrix<float, 3, 4> a;
    float next = 0;
    for (float& x : a) x = next++;
    CHECK(a.end() - a.begin() == 12);
    for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 4; ++c) CHECK(a(r, c) == static_cast<float>(4 * r + c));

    a.row(1)(0, 2) = -1;
    CHECK(a(1, 2) == -1);
    CHECK(a.row(2).data() == a.data() + 8);
    static_assert(std::is_same_v<decltype(a.row(0)), hg::view<float, 1, 4>>);
    static_assert(std::is_same_v<decltype(std::as_const(a).row(0)), hg::view<const float, 1, 4>>);
    static_assert(std::is_same_v<decltype(std::as_const(a)(0, 0)), const float&>);
}

TEST_CASE("matrix: converts to views, of which a const one can only read") {
    hg::matrix<float, 2, 2> a{{1, 2}, {3, 4}};
    const hg::view<float, 2, 2> v = a;
    const hg::view<const float, 2, 2> c = a;
    v(1, 1) = 9;
    CHECK(c(1, 1) == 9);
    CHECK(a.view().data() == a.data());
    static_assert(!std::is_convertible_v<const hg::matrix<float, 2, 2>&, hg::view<float, 2, 2>>);
    static_assert(!std::is_convertible_v<hg::matrix<float, 2, 2>&, hg::view<float, 4, 1>>);
    static_assert(!std::is_convertible_v<hg::matrix<float, 2, 2>&, hg::view<double, 2, 2>>);
}

TEST_CASE("matrix: equality is that of the numbers") {
    hg::matrix<float, 1, 2> a{{0.0f, 1.0f}};
    const hg::matrix<float, 1, 2> b{{-0.0f, 1.0f}};
    CHECK(a == b);
    a(0, 1) = 2;
    CHECK(a != b);
    a(0, 1) = std::numeric_limits<float>::quiet_NaN();
    CHECK_FALSE(a == a);
}

TEST_CASE("matrix: a copy is another matrix") {
    constexpr auto changed = [] {
        hg::matrix<int, 2, 2> a{{1, 2}, {3, 4}};
        auto b = a;
        b(0, 0) = 5;
        a(1, 1) = 6;
        return b(0, 0) == 5 && b(1, 1) == 4 && a(0, 0) == 1;
    }();
    static_assert(changed);
}

TEST_CASE("matrix: uninitialized storage, written before it is read, in a constant expression") {
    constexpr int sum = [] {
        hg::matrix<int, 2, 3> a(hg::uninitialized);
        int i = 0;
        for (int& x : a) x = ++i;
        return a(0, 0) + a(1, 2);
    }();
    static_assert(sum == 7);
    static_assert(!std::is_convertible_v<hg::uninitialized_t, hg::matrix<int, 2, 3>>);
}

namespace {

template <class T>
bool aligned(const T& object) {
    return reinterpret_cast<std::uintptr_t>(&object) % 64 == 0;
}

using odd_size = hg::matrix<float, 1, 3>;
thread_local char before_it = 'x';
thread_local odd_size of_this_thread;

} // namespace

TEST_CASE("matrix: aligned to 64 bytes wherever it lives") {
    struct holder {
        char before = 'x';
        odd_size m;
    };
    std::vector<odd_size> several(5);
    for (const auto& m : several) CHECK(aligned(m));
    for (int i = 0; i < 8; ++i) {
        several.emplace_back();
        CHECK(aligned(several.back()));
        CHECK(aligned(std::make_unique<holder>()->m));
        CHECK(aligned(*std::unique_ptr<odd_size[]>(new odd_size[3]).get()));
        CHECK(aligned(*std::make_shared<odd_size>()));
    }
    const std::optional<odd_size> perhaps(std::in_place);
    CHECK(aligned(*perhaps));
    const std::pair<char, odd_size> pair{};
    CHECK(aligned(pair.second));
    CHECK(before_it == 'x');
    CHECK(aligned(of_this_thread));
}

TEST_CASE("matrix: a temporary has no views, and numbers of its own") {
    using matrix = hg::matrix<float, 2, 2>;
    constexpr auto views = []<class M>(std::type_identity<M>) {
        return requires(M && m) {
            static_cast<M&&>(m).view();
            static_cast<M&&>(m).row(0);
        };
    };
    static_assert(views(std::type_identity<matrix&>()) && views(std::type_identity<const matrix&>()));
    static_assert(!views(std::type_identity<matrix>()) && !views(std::type_identity<const matrix>()));
    static_assert(std::is_convertible_v<matrix&, hg::view<float, 2, 2>>);
    static_assert(std::is_convertible_v<const matrix&, hg::view<const float, 2, 2>>);
    static_assert(!std::is_convertible_v<matrix, hg::view<const float, 2, 2>>);
    static_assert(!std::is_convertible_v<matrix, hg::view<float, 2, 2>>);
    static_assert(std::is_same_v<decltype(matrix()(0, 0)), float>);
    static_assert(std::is_same_v<decltype(std::declval<matrix&>()(0, 0)), float&>);
    CHECK(hg::row(1.0f, 2.0f)(0, 1) == 2);
}
