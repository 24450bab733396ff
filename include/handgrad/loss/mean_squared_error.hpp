/// The mean squared error.
#pragma once

#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/kernel/reduce.hpp>
#include <handgrad/loss/concept.hpp>

namespace handgrad::inline HANDGRAD_ISA {

/// l_r = sum_c (z(r, c) - t(r, c))^2 / N, so that the mean over rows is the mean over all elements, as in
/// PyTorch; g(r, c) = weight 2 (z(r, c) - t(r, c)) / N.
struct mean_squared_error {
    template <class T>
    using target_type = T;
    template <int N>
    static constexpr int target_cols = N;

    template <class T, int B, int N, class G>
    constexpr T operator()(T start, view<const T, B, N> z, view<const T, B, N> target, T weight, G g) const {
        using one = scalar_vector<T>;
        const one count(static_cast<T>(N));
        const T factor = (one(T(2) * weight) / count).v;
        for (int r = 0; r < B; ++r) {
            const T squares = with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
                return sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
                    const V difference = lanes.load(z.row(r).data()) - lanes.load(target.row(r).data());
                    if constexpr (!is_discarded<G>) lanes.store(g.row(r).data(), V(factor) * difference);
                    return fma(difference, difference, partial);
                });
            });
            start = (one(start) + one(squares) / count).v;
        }
        return start;
    }
};

} // namespace handgrad::inline HANDGRAD_ISA
