// Partial loads and stores touch nothing else, at any alignment.
#include <guarded_memory.hpp>

#include <handgrad/simd/select.hpp>

#include <doctest/doctest.h>

#include <initializer_list>
#include <utility>

namespace {

namespace hg = handgrad;

template <class V, int Count>
void check_first(guarded_memory& memory, flush side) {
    using T = typename V::value_type;
    T* array = memory.place<T>(Count, side);
    for (int i = 0; i < Count; ++i) array[i] = static_cast<T>(i + 1);
    const V v = V::template load_first<Count>(array);
    T lanes[V::width];
    v.store(lanes);
    for (int i = 0; i < V::width; ++i) CHECK(lanes[i] == (i < Count ? static_cast<T>(i + 1) : T(0)));

    array = memory.place<T>(Count, side);
    for (int i = 0; i < V::width; ++i) lanes[i] = static_cast<T>(10 + i);
    V::load(lanes).template store_first<Count>(array);
    for (int i = 0; i < Count; ++i) CHECK(array[i] == static_cast<T>(10 + i));
    CHECK(memory.intact());
}

} // namespace

TEST_CASE_TEMPLATE("the first lanes", T, float, double) {
    using V = hg::simd::native_vector<T>;
    guarded_memory memory(64);
    for (flush side : {flush::front, flush::back}) [&]<int... I>(std::integer_sequence<int, I...>) {
            (check_first<V, I + 1>(memory, side), ...);
        }
    (std::make_integer_sequence<int, V::width>{});
    check_first<hg::simd::scalar_vector<T>, 1>(memory, flush::back);
}

TEST_CASE_TEMPLATE("a whole vector at any alignment", T, float, double) {
    using V = hg::simd::native_vector<T>;
    guarded_memory memory(64);
    T* array = memory.place<T>(V::width, flush::back);
    for (int i = 0; i < V::width; ++i) array[i] = static_cast<T>(i + 1);
    T elsewhere[V::width + 1];
    V::load(array).store(elsewhere + 1);
    for (int i = 0; i < V::width; ++i) CHECK(elsewhere[i + 1] == static_cast<T>(i + 1));
    V::load(elsewhere + 1).store(array);
    CHECK(memory.intact());
}
