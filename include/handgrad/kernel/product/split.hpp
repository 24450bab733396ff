/// A length in tiles of two sizes.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// `count` tiles of `size`, then `rest_count` of `rest_size`, which together cover a length.
struct split {
    int count, size, rest_count, rest_size;

    constexpr int length() const { return count * size + rest_count * rest_size; }
    constexpr int last_size() const { return rest_count > 0 ? rest_size : size; }
    /// All but the first, and all but the last tile.
    constexpr split but_first() const {
        return count > 1 ? split{count - 1, size, rest_count, rest_size} : split{rest_count, rest_size, 0, 0};
    }
    constexpr split but_last() const {
        return rest_count > 0 ? split{count, size, rest_count - 1, rest_size} : split{count - 1, size, 0, 0};
    }
};

/// Calls f.operator()<Size>(first) for each tile of S, the first of whose numbers is `first`.
template <split S, class F>
HANDGRAD_INLINE constexpr void for_each(F f) {
    constexpr int whole = S.count * S.size;
    if constexpr (S.count > 0)
        for (int first = 0; first < whole; first += S.size) f.template operator()<S.size>(first);
    if constexpr (S.rest_count > 0)
        for (int first = whole; first < S.length(); first += S.rest_size)
            f.template operator()<S.rest_size>(first);
}

/// As many tiles of `size` as fit, then what is left.
constexpr split whole_tiles(int length, int size) {
    return {length / size, size, length % size > 0 ? 1 : 0, length % size};
}

/// The fewest tiles of at most `largest`, their sizes differing by at most one: no full tile plus a sliver.
constexpr split balanced(int length, int largest) {
    const int tiles = (length + largest - 1) / largest;
    const int small = length / tiles, larger_ones = length % tiles;
    return larger_ones == 0 ? split{tiles, small, 0, 0}
                            : split{larger_ones, small + 1, tiles - larger_ones, small};
}

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
