/// Losses that compare each output with a number of its own.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/kernel/reduce.hpp>
#include <handgrad/kernel/running_sum.hpp>
#include <handgrad/loss/concept.hpp>
#include <handgrad/loss/reduction.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// start + l_0 + l_1 + ... with l_r = sum_c l(z(r, c), t(r, c)) / terms, and the gradients weight l' / terms.
/// f(lanes, z, t, partial, slope) returns partial + l, so that a product in l can be added by fma, and sets
/// slope to l'. `lanes` are the columns, or, of a column alone, the rows.
template <class T, int B, int N, class G, class F>
constexpr running_sum<T> add_elementwise(running_sum<T> start, view<const T, B, N> z,
                                         view<const T, B, N> target, T weight, T terms, G g, F f) {
    HANDGRAD_EXPECT(loss_may_write(g, z, target), handgrad::detail::refuse_gradient_place());
    HANDGRAD_EXPECT(all_finite(target), handgrad::detail::target_not_finite());
    using one = simd::scalar_vector<T>;
    const one count(terms);
    const T factor = (one(weight) / count).v;
    if constexpr (N == 1) {
        // The rows fill vectors; the sum of a row of one is that one.
        return simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            running_sum<T> sum = start;
            kernel::for_each_block<V, B>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                V slope;
                T losses[V::width];
                const V loss = f(lanes, lanes.load(z.data()), lanes.load(target.data()), V(0), slope);
                (loss / V(terms)).store(losses);
                if constexpr (!is_discarded<G>) lanes.store(g.data(), V(factor) * slope);
                for (int r = 0; r < lanes.count; ++r) sum += losses[r];
            });
            return sum;
        });
    } else {
        for (int r = 0; r < B; ++r) {
            const T loss = simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
                return kernel::sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
                    V slope;
                    const V result = f(lanes, lanes.load(z.row(r).data()), lanes.load(target.row(r).data()),
                                       partial, slope);
                    if constexpr (!is_discarded<G>) lanes.store(g.row(r).data(), V(factor) * slope);
                    return result;
                });
            });
            start += (one(loss) / count).v;
        }
        return start;
    }
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
