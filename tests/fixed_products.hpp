/// A fixed set of products of matrices, and the digests of their results.
#pragma once

#include <bits.hpp>
#include <handgrad/core/matrix.hpp>
#include <handgrad/core/random.hpp>
#include <handgrad/kernel/product/gemm.hpp>

#include <type_traits>

// As the library's own functions: two translation units built for different instruction sets share none.
namespace fixed_work {
HANDGRAD_BEGIN_ISA

namespace hg = handgrad;

template <class T, int R, int C>
constexpr hg::matrix<T, R, C> random_matrix(hg::rng& rng) {
    hg::matrix<T, R, C> m;
    for (T& x : m) x = rng.normal<T>();
    return m;
}

template <class Block>
constexpr void add(digest& d, const Block& block) {
    for (const auto x : block) d.add(x);
}

/// Z W, Z^T G and G W^T, each once alone, as a layer asks for it, and once added to itself, as a user does.
template <class T, int M, int K, int N>
constexpr void add_products(digest& d, hg::rng& rng) {
    const auto z = random_matrix<T, M, K>(rng);
    const auto w = random_matrix<T, K, N>(rng);
    const auto g = random_matrix<T, M, N>(rng);
    const auto twice = [&]<int R, int C>(hg::view<T, R, C> out, auto product) {
        product(hg::kernel::start_zero{}, hg::kernel::finish_in(out));
        add(d, out);
        product(out);
        add(d, out);
    };
    hg::matrix<T, M, N> zw;
    hg::matrix<T, K, N> zg;
    hg::matrix<T, M, K> gw;
    constexpr auto accumulate = hg::write::accumulate;
    const auto z_w = [&](auto... out) {
        if constexpr (sizeof...(out) == 1)
            hg::gemm_nn<accumulate>(z.view(), w.view(), out...);
        else
            hg::gemm_nn(z.view(), w.view(), out...);
    };
    const auto z_g = [&](auto... out) {
        if constexpr (sizeof...(out) == 1)
            hg::gemm_tn<accumulate>(z.view(), g.view(), out...);
        else
            hg::gemm_tn(z.view(), g.view(), out...);
    };
    const auto g_w = [&](auto... out) {
        if constexpr (sizeof...(out) == 1)
            hg::gemm_nt<accumulate>(g.view(), w.view(), out...);
        else
            hg::gemm_nt(g.view(), w.view(), out...);
    };
    twice(zw.view(), z_w);
    twice(zg.view(), z_g);
    twice(gw.view(), g_w);
}

template <class T>
constexpr std::uint64_t products() {
    digest d;
    hg::rng rng(1);
    add_products<T, 1, 9, 5>(d, rng);
    add_products<T, 3, 65, 10>(d, rng);
    add_products<T, 7, 33, 17>(d, rng);
    if (!std::is_constant_evaluated()) add_products<T, 13, 300, 34>(d, rng); // a long depth, in several parts
    return d.value();
}

/// The digest of products<T>().
template <class T>
inline constexpr std::uint64_t expected_products = sizeof(T) == 4 ? 0xa515afe492c78aaa : 0x48f85b4b222be86c;

HANDGRAD_END_ISA
} // namespace fixed_work
