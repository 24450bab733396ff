// Maps over whole arrays: every element once, nothing past the end, on any vector type.
#include <guarded_memory.hpp>

#include <handgrad/kernel/elementwise.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <utility>

namespace {

namespace hg = handgrad;

template <class T>
T number(int i) {
    return static_cast<T>(i % 13) - T(5.25);
}

/// to[i] = a[i] b[i] + a[i], with the arrays flush against forbidden pages.
template <class T, int N>
void check_map(flush side) {
    guarded_memory first(sizeof(T) * N), second(sizeof(T) * N), third(sizeof(T) * N);
    T* a = first.place<T>(N, side);
    T* b = second.place<T>(N, side);
    T* to = third.place<T>(N, side);
    for (int i = 0; i < N; ++i) {
        a[i] = number<T>(i);
        b[i] = number<T>(7 * i + 3);
    }
    hg::kernel::map<T, N>([](auto x, auto y) { return fma(x, y, x); }, to, a, b);
    bool right = true;
    for (int i = 0; i < N; ++i) right = right && to[i] == number<T>(i) * number<T>(7 * i + 3) + number<T>(i);
    hg::kernel::map<T, N>([](auto x) { return x + decltype(x)(1); }, a, a); // in place
    for (int i = 0; i < N; ++i) right = right && a[i] == number<T>(i) + 1;
    hg::kernel::map<T, N>([](auto x, auto y, auto z) { return x + (y - z); }, b, a, b, to);
    for (int i = 0; i < N; ++i) right = right && b[i] == a[i] + (number<T>(7 * i + 3) - to[i]);
    INFO("N = ", N);
    CHECK(right);
    CHECK((first.intact() && second.intact() && third.intact()));
}

template <class V, int N>
constexpr bool covers_every_element_once() {
    std::array<int, N> visits{};
    int next = 0;
    bool in_order = true;
    hg::kernel::for_each_block<V, N>([&](auto lanes) {
        in_order = in_order && lanes.first == next && lanes.count <= V::width;
        for (int i = 0; i < lanes.count; ++i) ++visits[static_cast<std::size_t>(lanes.first + i)];
        next += lanes.count;
    });
    bool once = true;
    for (int v : visits) once = once && v == 1;
    return in_order && once && next == N;
}

} // namespace

TEST_CASE_TEMPLATE("map at the widths around vectors, on either side of a forbidden page", T, float, double) {
    [&]<int... N>(std::integer_sequence<int, N...>) {
        (check_map<T, N>(flush::front), ...);
        (check_map<T, N>(flush::back), ...);
    }
    (std::integer_sequence<int, 1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 17, 31, 33>{});
}

TEST_CASE_TEMPLATE("the blocks of a vector type cover the array", V, hg::simd::native_vector<float>,
                   hg::simd::native_vector<double>, hg::simd::scalar_vector<float>) {
    [&]<int... N>(std::integer_sequence<int, N...>) { CHECK((covers_every_element_once<V, N + 1>() && ...)); }
    (std::make_integer_sequence<int, 20>{});
    int calls = 0;
    hg::kernel::for_each_block<V, 0>([&](auto) { ++calls; });
    CHECK(calls == 0);
}

static_assert([] {
    float x[5] = {1, 2, 3, 4, 5};
    hg::kernel::map<float, 5>([](auto v) { return v * v; }, x, x);
    return x[0] == 1 && x[4] == 25;
}());

namespace {

template <class V, int Count>
bool knows_its_lanes() {
    using T = typename V::value_type;
    const hg::kernel::block<V, Count> lanes{16};
    T at[V::width], mixed[V::width];
    lanes.positions().store(at);
    lanes.or_else(V(1), V(2)).store(mixed);
    bool right = true;
    for (int i = 0; i < V::width; ++i)
        right = right && at[i] == static_cast<T>(16 + i) && mixed[i] == (i < Count ? T(1) : T(2));
    return right;
}

} // namespace

TEST_CASE_TEMPLATE("positions and the lanes behind the end", V, hg::simd::native_vector<float>,
                   hg::simd::native_vector<double>, hg::simd::scalar_vector<float>) {
    [&]<int... I>(std::integer_sequence<int, I...>) { CHECK((knows_its_lanes<V, I + 1>() && ...)); }
    (std::make_integer_sequence<int, V::width>{});
}
