/// Softmax followed by cross-entropy, of as many rows as a vector has lanes.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/kernel/reduce.hpp>
#include <handgrad/loss/class_weights.hpp>
#include <handgrad/math/math.hpp>
#include <handgrad/simd/register_hints.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The elements of as many rows as V has lanes, column by column: lane r is row r.
template <class V, int N>
class rows_by_column {
public:
    using T = typename V::value_type;

    HANDGRAD_INLINE constexpr explicit rows_by_column(view<const T, V::width, N> rows) noexcept {
        kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
            V square[V::width];
            HANDGRAD_UNROLL
            for (int r = 0; r < V::width; ++r) square[r] = lanes.load(rows.row(r).data());
            transpose(square);
            HANDGRAD_UNROLL
            for (int c = 0; c < lanes.count; ++c) column_[lanes.first + c] = square[c];
        });
    }
    HANDGRAD_INLINE constexpr void store(view<T, V::width, N> rows) const noexcept {
        kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
            V square[V::width];
            HANDGRAD_UNROLL
            for (int c = 0; c < V::width; ++c) square[c] = column_[lanes.first + (c < lanes.count ? c : 0)];
            transpose(square);
            HANDGRAD_UNROLL
            for (int r = 0; r < V::width; ++r) lanes.store(rows.row(r).data(), square[r]);
        });
    }

    HANDGRAD_INLINE constexpr V& operator[](int c) noexcept { return column_[c]; }

    /// The sum of each row, in the order of reduce.hpp.
    HANDGRAD_INLINE constexpr V sum() const noexcept {
        V p[kernel::partials];
        for (V& partial : p) partial = V(0);
        for (int c = 0; c < N; ++c) p[c % kernel::partials] = p[c % kernel::partials] + column_[c];
        return kernel::tree<kernel::partials>(p);
    }

private:
    V column_[N];
};

/// Whether rows that long are worked on by columns: where they fill their own vectors badly.
template <class V, int N>
inline constexpr bool by_columns = V::width > 1 && N <= 2 * V::width;

/// w_y (log(sum_j exp(z_j)) - z_y) of each row, with the bits of cross_entropy_of; every label counts.
template <class V, class T, int N, class G, class Weights>
HANDGRAD_INLINE constexpr V cross_entropy_by_columns(view<const T, V::width, N> z,
                                                     view<const int, V::width, 1> label, T weight, G g,
                                                     Weights weights) {
    T labels[V::width], label_weights[V::width];
    for (int r = 0; r < V::width; ++r) {
        labels[r] = static_cast<T>(label(r, 0));
        label_weights[r] = weighted(T(1), weights, label(r, 0));
    }
    const V own = V::load(labels), mass = V::load(label_weights);
    rows_by_column<V, N> e(z);
    V largest(-math::infinity<T>), z_y(0);
    for (int c = 0; c < N; ++c) {
        largest = max(e[c], largest);
        z_y = select(own == V(static_cast<T>(c)), e[c], z_y);
    }
    for (int c = 0; c < N; ++c) e[c] = math::exp(e[c] - largest);
    const V total = e.sum(), distance = (largest - z_y) * mass;
    if constexpr (!is_discarded<G>) {
        const V pull = V(weight) * mass, scale = pull / total;
        for (int c = 0; c < N; ++c) e[c] = fma(e[c], scale, -select(own == V(static_cast<T>(c)), pull, V(0)));
        e.store(g);
    }
    return fma(mass, math::log(total), distance);
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
