#include <bits.hpp>
#include <guarded_memory.hpp>
#include <handgrad/core/random.hpp>
#include <handgrad/kernel/column_sums.hpp>

#include <doctest/doctest.h>

#include <utility>
#include <vector>

namespace hg = handgrad;

namespace {

/// Against the plain loop: one chain of additions a column, which starts with zero or with what is there.
template <class T, int M, int N>
void check(flush side) {
    CAPTURE(M);
    CAPTURE(N);
    guarded_memory g_memory(sizeof(T) * M * N), out_memory(sizeof(T) * N);
    T* g = g_memory.place<T>(M * N, side);
    T* out = out_memory.place<T>(N, side);
    hg::rng rng(M * N);
    for (int i = 0; i < M * N; ++i) g[i] = rng.normal<T>();
    for (int j = 0; j < N; ++j) out[j] = -T(0);

    const auto expected = [&](int j, T sum) {
        for (int i = 0; i < M; ++i) sum += g[i * N + j];
        return sum;
    };
    const hg::view<const T, M, N> from(g);
    const hg::view<T, 1, N> to(out);
    hg::column_sums<hg::write::overwrite>(from, to);
    std::vector<T> first(out, out + N);
    hg::column_sums<hg::write::accumulate>(from, to);
    for (int j = 0; j < N; ++j) {
        const T once = first[static_cast<std::size_t>(j)];
        CHECK(same_bits(once, expected(j, T(0))));
        CHECK(same_bits(out[j], expected(j, once)));
    }
    CHECK(g_memory.intact());
    CHECK(out_memory.intact());
}

} // namespace

TEST_CASE("column_sums: one chain of additions a column") {
    [&]<int... N>(std::integer_sequence<int, N...>) {
        (check<float, 7, N + 1>(N % 2 == 0 ? flush::back : flush::front), ...);
    }
    (std::make_integer_sequence<int, 10>{});
    check<float, 1, 17>(flush::back);
    check<float, 64, 33>(flush::back);
    check<double, 1, 3>(flush::back);
    check<double, 12, 5>(flush::front);
    check<double, 3, 8>(flush::back);
    check<double, 6, 9>(flush::back);
}

TEST_CASE("column_sums: in a constant expression") {
    constexpr auto sums = [] {
        const float g[6] = {1, 2, 3, 4, 5, 6};
        float out[3] = {10, 20, 30};
        hg::column_sums<hg::write::accumulate>(hg::view<const float, 2, 3>(g), hg::view<float, 1, 3>(out));
        return out[0] * 10000 + out[1] * 100 + out[2];
    }();
    static_assert(sums == 15 * 10000 + 27 * 100 + 39);
}
