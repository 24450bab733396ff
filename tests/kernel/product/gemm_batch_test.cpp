#include "gemm_cases.hpp"

#include <span>

using namespace gemm_cases;

// A result does not depend on how the rows were cut into batches.

namespace {

template <class T, int R, int C>
hg::matrix<T, R, C> random_matrix(hg::rng& rng) {
    hg::matrix<T, R, C> m;
    for (T& x : m) x = rng.normal<T>();
    return m;
}

template <class T>
bool same(std::span<const T> x, std::span<const T> y) {
    return x.size() == y.size() && first_difference(x.data(), y) == -1;
}

/// Each row of a product of M rows is the product of that row.
template <form F, int M, int Depth, int Cols>
void check_rows() {
    CAPTURE(name(F));
    CAPTURE(M);
    CAPTURE(Depth);
    CAPTURE(Cols);
    constexpr shape batch{M, Depth, Cols}, single{1, Depth, Cols};
    hg::rng rng(M);
    const auto a = random_matrix<float, M, Depth>(rng);
    const auto b = random_matrix<float, Depth, Cols>(rng);
    hg::matrix<float, M, Cols> c, alone;
    multiply<float, F, hg::write::overwrite, batch>(a.data(), b.data(), c.data());
    for (int r = 0; r < M; ++r)
        multiply<float, F, hg::write::overwrite, single>(a.row(r).data(), b.data(), alone.row(r).data());
    CHECK(same<float>(c, alone));
}

template <form F, int Depth, int Cols>
void check_batches() {
    for_my_part<0, 2, 5, 6, 7, 13, 64>([]<int M>() { check_rows<F, M, Depth, Cols>(); });
}

/// Z^T G of a batch, cut into batches of these sizes.
template <class T, int Rows, int Cols, int... Tiles>
void check_cut() {
    constexpr int depth = (Tiles + ...);
    constexpr shape whole{Rows, depth, Cols};
    hg::rng rng(depth);
    const auto z = random_matrix<T, depth, Rows>(rng);
    const auto g = random_matrix<T, depth, Cols>(rng);
    hg::matrix<T, Rows, Cols> at_once, in_tiles;
    multiply<T, form::tn, hg::write::overwrite, whole>(z.data(), g.data(), at_once.data());
    int first = 0;
    const auto add = [&]<int Tile>(std::integral_constant<int, Tile>) {
        constexpr shape part{Rows, Tile, Cols};
        multiply<T, form::tn, hg::write::accumulate, part>(z.row(first).data(), g.row(first).data(),
                                                           in_tiles.data());
        first += Tile;
    };
    (add(std::integral_constant<int, Tiles>{}), ...);
    CHECK(same<T>(at_once, in_tiles));
}

} // namespace

TEST_CASE("gemm_nn: a row of a batch is that row alone") {
    check_batches<form::nn, 64, 10>();
    check_batches<form::nn, 35, 20>();
    check_batches<form::nn, 300, 35>();
}

TEST_CASE("gemm_nt: a row of a batch is that row alone") {
    check_batches<form::nt, 10, 17>();
    check_batches<form::nt, 300, 35>();
}

TEST_CASE("gemm_tn: a batch that is cut, and accumulated, is the whole") {
    if constexpr (is_mine(0)) check_cut<float, 17, 10, 32, 32, 8, 4, 1>();
    if constexpr (is_mine(1)) check_cut<float, 9, 33, 1, 1, 1, 5, 64, 300>();
    if constexpr (is_mine(2)) check_cut<double, 20, 41, 128, 128, 128, 3>();
}
