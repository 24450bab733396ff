// Where the numbers of a vector go when they are repeated, turned round and put together.
#include <guarded_memory.hpp>

#include <handgrad/simd/select.hpp>

#include <doctest/doctest.h>

#include <utility>

namespace {

namespace hg = handgrad;

template <class V>
using number = typename V::value_type;

/// 1, 2, 3, ...
template <class V>
V counted(int first = 1) {
    number<V> lanes[V::width];
    for (int l = 0; l < V::width; ++l) lanes[l] = static_cast<number<V>>(first + l);
    return V::load(lanes);
}

/// Lane l holds expected(l).
template <class V, class F>
void check_lanes(V v, F expected) {
    number<V> lanes[V::width];
    v.store(lanes);
    for (int l = 0; l < V::width; ++l) {
        CAPTURE(l);
        CHECK(lanes[l] == static_cast<number<V>>(expected(l)));
    }
}

template <class V, int Count>
void check_repeat() {
    guarded_memory memory(sizeof(number<V>) * V::width);
    number<V>* few = memory.place<number<V>>(Count, flush::back); // it reads no more than these
    for (int i = 0; i < Count; ++i) few[i] = static_cast<number<V>>(i + 1);
    check_lanes(V::template repeat<Count>(few), [](int l) { return l % Count + 1; });
}

template <class V, int... I>
void check_places(std::integer_sequence<int, I...>) {
    const V a = counted<V>(), b = counted<V>(101);
    (check_lanes(a.template rotated<I>(), [](int l) { return (l + V::width - I) % V::width + 1; }), ...);
    (check_lanes(V::template joined<I>(a, b), [](int l) { return l < I ? l + 1 : l + 101; }), ...);
}

template <class V, int... I>
void check_groups(std::integer_sequence<int, I...>) {
    const V a = counted<V>();
    (check_lanes(a.template spread<I>(), [](int l) { return l / V::group * V::group + I + 1; }), ...);
    number<V> places[V::width];
    for (int l = 0; l < V::width; ++l)
        places[l] =
            hg::simd::bit_cast<number<V>>(static_cast<hg::simd::int_of<number<V>>>((3 * l + 1) % V::group));
    check_lanes(a.permuted(bits(V::load(places))),
                [](int l) { return l / V::group * V::group + (3 * l + 1) % V::group + 1; });
}

template <class V>
void check_lookup() {
    using integers = typename V::integers_type;
    guarded_memory memory(8 * sizeof(number<V>));
    auto& table = *reinterpret_cast<number<V>(*)[8]>(memory.place<number<V>>(8, flush::back));
    for (int i = 0; i < 8; ++i) table[i] = static_cast<number<V>>(i + 1);
    // only the last three bits of a place count
    const integers places = to_integers(counted<V>(-3));
    check_lanes(V::lookup(table, places), [](int l) { return ((l - 3) & 7) + 1; });
}

template <class V>
void check_all() {
    check_lookup<V>();
    check_repeat<V, 1>();
    check_places<V>(std::make_integer_sequence<int, V::width>{});
    check_groups<V>(std::make_integer_sequence<int, V::group>{});
    if constexpr (V::width > 1) {
        constexpr int half = V::width / 2;
        check_repeat<V, half>();
        guarded_memory low(sizeof(number<V>) * half), high(sizeof(number<V>) * half);
        number<V>* l = low.place<number<V>>(half, flush::back);
        number<V>* h = high.place<number<V>>(half, flush::back);
        for (int i = 0; i < half; ++i) {
            l[i] = static_cast<number<V>>(i + 1);
            h[i] = static_cast<number<V>>(i + 51);
        }
        check_lanes(V::load_halves(l, h), [](int i) { return i < half ? i + 1 : i - half + 51; });
    }
    if constexpr (V::width > 4) check_repeat<V, 2>();
    if constexpr (requires(V v) { lower_halves(v, v); }) {
        constexpr int half = V::width / 2;
        const V a = counted<V>(), b = counted<V>(101);
        check_lanes(lower_halves(a, b), [](int i) { return i < half ? i + 1 : i - half + 101; });
        check_lanes(upper_halves(a, b), [](int i) { return i < half ? i + half + 1 : i + 101; });
    }
}

} // namespace

TEST_CASE_TEMPLATE("vector: lanes are moved where they belong", V, hg::simd::native_vector<float>,
                   hg::simd::native_vector<double>, hg::simd::scalar_vector<float>,
                   hg::simd::scalar_vector<double>) {
    check_all<V>();
}
