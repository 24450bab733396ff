#include <handgrad/core/matrix.hpp>
#include <handgrad/core/view.hpp>

#include <doctest/doctest.h>

#include <type_traits>

namespace hg = handgrad;

TEST_CASE("view: a pointer and a shape, nothing else") {
    using v = hg::view<const float, 2, 3>;
    static_assert(v::rows == 2 && v::cols == 3 && v::size == 6);
    static_assert(std::is_same_v<v::value_type, float>);
    static_assert(sizeof(v) == sizeof(void*));
    static_assert(std::is_trivially_copyable_v<v>);
    static_assert(!std::is_convertible_v<float*, hg::view<float, 2, 3>>, "a shape is never guessed");
    static_assert(!std::is_default_constructible_v<v>);
}

TEST_CASE("view: reads and writes row-major memory of any alignment") {
    float memory[8] = {};
    const hg::view<float, 2, 3> v(memory + 1);
    float next = 1;
    for (float& x : v) x = next++;
    CHECK(memory[0] == 0);
    CHECK(memory[7] == 0);
    CHECK(v(0, 0) == 1);
    CHECK(v(1, 0) == 4);
    CHECK(v(1, 2) == 6);
    v(0, 1) = -2; // a const view: it is the pointer that is const
    CHECK(memory[2] == -2);
    CHECK(v.row(1).data() == memory + 4);
    CHECK(v.end() - v.begin() == 6);
}

TEST_CASE("view: a writing one is a reading one, not the other way round, and the shape stays") {
    static_assert(std::is_convertible_v<hg::view<float, 2, 3>, hg::view<const float, 2, 3>>);
    static_assert(!std::is_convertible_v<hg::view<const float, 2, 3>, hg::view<float, 2, 3>>);
    static_assert(!std::is_convertible_v<hg::view<float, 2, 3>, hg::view<float, 3, 2>>);
    static_assert(!std::is_convertible_v<hg::view<float, 2, 3>, hg::view<const float, 1, 6>>);
    static_assert(std::is_same_v<decltype(hg::view<const float, 2, 3>(nullptr)(0, 0)), const float&>);
}

TEST_CASE("view: usable in constant expressions") {
    constexpr int sum = [] {
        hg::matrix<int, 3, 2> m{{1, 2}, {3, 4}, {5, 6}};
        const hg::view<int, 3, 2> v = m;
        v.row(1)(0, 0) = 10;
        int s = 0;
        for (const int x : hg::view<const int, 3, 2>(v)) s += x;
        return s;
    }();
    static_assert(sum == 28);
}
