/// Shapes of products for the tests of gemm.hpp: one at least for each path that the planner may take.
#pragma once

#include <handgrad/core/random.hpp>
#include <handgrad/kernel/product/methods.hpp>
#include <handgrad/simd/select.hpp>
#include <share.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <span>
#include <type_traits>
#include <utility>

namespace gemm_cases {

namespace hg = handgrad;

using form = hg::kernel::gemm_form;

/// C (rows x cols) = A (rows x depth) B (depth x cols), whichever of A and B lies transposed.
struct shape {
    int rows, depth, cols;
};

/// Which code a product takes on vectors of this build, as three numbers: for its columns, rows and depth.
struct path {
    int columns, rows, depth;
};

/// One number for several that are less than 50.
constexpr int joined(std::initializer_list<int> numbers) {
    int all = 0;
    for (const int x : numbers) all = all * 50 + x;
    return all;
}

constexpr int chains_of(form f, shape s) {
    return f == form::nn ? hg::kernel::forward_chains(s.depth, s.cols) : 1;
}

/// The number of a method in the list that the planner goes through.
template <class Method>
inline constexpr int number_of = []<int... I>(std::integer_sequence<int, I...>) {
    return ((std::is_same_v<Method, hg::kernel::methods::at<I>> ? I : 0) + ...);
}
(std::make_integer_sequence<int, hg::kernel::methods::count>{});

/// By which method, and if that is `tiles`, how.
struct plan : hg::kernel::tile_plan {
    int method;

    template <class Method>
    constexpr bool is_by() const {
        return method == number_of<Method>;
    }
};
constexpr plan plan_for(form f, shape s, const hg::kernel::vector_kind& v) {
    const hg::kernel::gemm_shape all{f, s.rows, s.cols, s.depth, chains_of(f, s)};
    return {hg::kernel::plan_tiles(all, v), hg::kernel::methods::first(all, v)};
}
inline constexpr hg::kernel::vector_kind eight_floats{hg::simd::native_machine, 8, 4, false};

template <class T>
constexpr path path_of(form f, shape s) {
    using V = hg::simd::native_vector<T>;
    const int chains = chains_of(f, s);
    const plan p = plan_for(f, s, hg::kernel::kind_of<V>);
    const int depth = joined({p.method, chains, p.pack, s.depth % 8});
    if (!p.is_by<hg::kernel::tiles>())
        return {joined({p.method, s.cols % 50}), joined({p.method, s.rows % 8}), depth};
    const int vectors = p.columns.size;
    const hg::simd::machine& machine = hg::simd::machine_of<V>;
    const int sharing = V::width / hg::kernel::tail_slot(p.tail);
    const hg::kernel::split rows =
        hg::kernel::balanced(s.rows, p.tail == 0 ? hg::kernel::tile_rows(machine, vectors)
                                                 : hg::kernel::tail_tile_rows(machine, vectors, sharing));
    const int tiles = 2 * vectors + (p.columns.count > 1);
    return {joined({tiles, p.columns.rest_size, p.overlap > 0, 5 * p.lanes + p.tail, 2 * chains + p.pack}),
            joined({vectors, p.tail > 0, rows.size, rows.rest_size, p.pack}), depth};
}

/// Shapes to choose from: all of sides 1 to 4; then, drawn in turn, sides that are a vector's width, a
/// multiple of it, a tile's, or next to one, and any sides up to 40.
template <std::size_t N>
constexpr std::array<shape, 64 + N> candidates(std::uint64_t seed) {
    constexpr int edges[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 24, 25, 31, 32, 33};
    hg::rng rng(seed);
    std::array<shape, 64 + N> s{};
    for (std::size_t i = 0; i < s.size(); ++i) {
        const int k = static_cast<int>(i);
        const auto side = [&] {
            return i % 2 == 0 ? edges[rng.below(std::size(edges))] : 1 + static_cast<int>(rng.below(40));
        };
        if (i < 64)
            s[i] = {1 + k / 16, 1 + k / 4 % 4, 1 + k % 4};
        else
            s[i] = {side(), side(), side()};
    }
    return s;
}

/// The given shapes, and those of the candidates without which a part of some candidate's path would be on no
/// path of the list; and their number.
template <class T, std::size_t N, std::size_t M>
constexpr auto chosen(form f, const std::array<shape, N>& given, const std::array<shape, M>& candidates) {
    std::array<shape, N + M> shapes{};
    std::array<path, N + M> paths{};
    std::size_t count = 0;
    // Whether each part of a path is on one of the list as well, in [0, left_out) or [end, count).
    const auto covered = [&](const path& p, std::size_t left_out, std::size_t end) {
        bool columns = false, rows = false, depth = false;
        for (std::size_t j = 0; j < count && !(columns && rows && depth); ++j) {
            if (j == left_out) j = end;
            if (j == count) break;
            columns |= paths[j].columns == p.columns;
            rows |= paths[j].rows == p.rows;
            depth |= paths[j].depth == p.depth;
        }
        return columns && rows && depth;
    };
    for (std::size_t i = 0; i < N + M; ++i) {
        const shape s = i < N ? given[i] : candidates[i - N];
        const path p = path_of<T>(f, s);
        if (i >= N && covered(p, count, count)) continue;
        paths[count] = p;
        shapes[count++] = s;
    }
    // One that was drawn early may be needed no more.
    std::size_t kept = N;
    for (std::size_t i = N; i < count; ++i) {
        if (covered(paths[i], kept, i + 1)) continue;
        paths[kept] = paths[i];
        shapes[kept++] = shapes[i];
    }
    return std::pair(shapes, kept);
}
/// This build's part of them.
template <class T, form F, const auto& Given>
constexpr auto covering() {
    constexpr auto list = chosen<T>(F, Given, candidates<300>(2100 + static_cast<int>(F)));
    std::array<shape, (list.second + all_shares - 1 - my_share) / all_shares> mine{};
    for (std::size_t i = 0; i < mine.size(); ++i) mine[i] = list.first[i * all_shares + my_share];
    return mine;
}

/// Whether the list holds a product for which `property` holds of its plan, for vectors of 8 floats: so that
/// a change of the planner does not silently take a path out of the tests.
template <class Property>
constexpr bool some(form f, std::span<const shape> shapes, Property property) {
    return std::any_of(shapes.begin(), shapes.end(),
                       [&](shape s) { return property(plan_for(f, s, eight_floats)); });
}

} // namespace gemm_cases
