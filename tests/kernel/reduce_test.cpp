// Sums and maxima: the canonical order, the same bits on every vector type.
#include <bits.hpp>
#include <guarded_memory.hpp>

#include <handgrad/core/random.hpp>
#include <handgrad/kernel/reduce.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>
#include <utility>

namespace {

namespace hg = handgrad;

/// The specification of a sum, as plain as it gets: eight partials, then halves.
template <class T>
constexpr T plain_sum_of_squares(const T* x, int n) {
    T partial[8] = {};
    for (int i = 0; i < n; ++i)
        partial[i % 8] = fma(hg::simd::scalar_vector<T>(x[i]), hg::simd::scalar_vector<T>(x[i]),
                             hg::simd::scalar_vector<T>(partial[i % 8]))
                             .v;
    return ((partial[0] + partial[4]) + (partial[2] + partial[6])) +
           ((partial[1] + partial[5]) + (partial[3] + partial[7]));
}

template <class V, int N, class T>
[[gnu::noinline]] constexpr T sum_of_squares(const T* x) {
    return hg::kernel::sum<V, N>([&](auto lanes, V partial) {
        const V v = lanes.load(x);
        return fma(v, v, partial);
    });
}

template <class V, int N, class T>
[[gnu::noinline]] constexpr T largest(const T* x) {
    return hg::kernel::maximum<V, N>([&](auto lanes) { return lanes.load(x); });
}

template <class T, int N>
void check_reductions() {
    guarded_memory memory(sizeof(T) * N);
    hg::rng rng{N};
    for (flush side : {flush::front, flush::back}) {
        T* x = memory.place<T>(N, side);
        T greatest = -2;
        for (int i = 0; i < N; ++i) {
            x[i] = rng.uniform<T>(-1, 1);
            greatest = x[i] > greatest ? x[i] : greatest;
        }
        const T expected = plain_sum_of_squares<T>(x, N);
        INFO("N = ", N);
        CHECK((same_bits(sum_of_squares<hg::simd::native_vector<T>, N>(x), expected) &&
               same_bits(sum_of_squares<hg::simd::scalar_vector<T>, N>(x), expected) &&
               largest<hg::simd::native_vector<T>, N>(x) == greatest &&
               largest<hg::simd::scalar_vector<T>, N>(x) == greatest && memory.intact()));
    }
}

} // namespace

TEST_CASE_TEMPLATE("every vector type sums in the canonical order", T, float, double) {
    [&]<int... N>(std::integer_sequence<int, N...>) { (check_reductions<T, N>(), ...); }
    (std::integer_sequence<int, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 15, 16, 17, 31, 33, 787>{});
}

TEST_CASE_TEMPLATE("a maximum passes over NaN", T, float, double) {
    using V = hg::simd::native_vector<T>;
    const T nan = std::numeric_limits<T>::quiet_NaN(), infinity = std::numeric_limits<T>::infinity();
    T x[11];
    for (int at = 0; at < 11; ++at) {
        for (int i = 0; i < 11; ++i) x[i] = static_cast<T>(-i - 1);
        x[at] = nan;
        CHECK(largest<V, 11>(x) == (at == 0 ? -2 : -1));
        CHECK(largest<hg::simd::scalar_vector<T>, 11>(x) == (at == 0 ? -2 : -1));
        x[at] = infinity;
        CHECK(largest<V, 11>(x) == infinity);
    }
    for (T& element : x) element = nan;
    CHECK(largest<V, 11>(x) == -infinity);
}

namespace {

constexpr double numbers[11] = {0.1, 0.2, 0.3, -0.4, 0.5, 0.6, -0.7, 0.8, 0.9, 1.1, 1.3};

} // namespace

static_assert(sum_of_squares<hg::simd::scalar_vector<double>, 11>(numbers) ==
              plain_sum_of_squares<double>(numbers, 11));
static_assert(largest<hg::simd::scalar_vector<double>, 11>(numbers) == 1.3);
