/// A loss of sequences that are not equally long.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/loss/by_hand.hpp>
#include <handgrad/loss/concept.hpp>
#include <handgrad/loss/ragged_loss.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// The loss of the first lengths[b] steps of each sequence b; later ones, with which a batch is filled up,
/// count for nothing: their gradient is zero, and a mean is that of the steps that count.
///
///     const int lengths[16] = {..};
///     net::train_step(hg::masked{hg::mean_squared_error{}, lengths}, step, p, hg::sequences<16>(x), t, ws);
///
/// They must be finite, inputs and targets, as 0 times NaN is NaN; and to a bidirectional layer, which begins
/// with the last of them, they are steps like any other. `lengths` is an array, std::array, std::vector or
/// span of int, which must live as long as this. A call that finds not one for each sequence, or one that is
/// negative or more than the steps that there are, fails before anything is changed. There is a target for
/// each step, also for those that do not count.
template <class Loss>
class masked : public detail::ragged_loss<masked, Loss, 0> {
    using base = detail::ragged_loss<masked, Loss, 0>;
    using base::loss_, base::lengths_;

public:
    using base::base;

    /// All rows are those of as many sequences as there are lengths.
    template <class T, int R, int N, class Target, int C, detail::gradient_place G>
    constexpr running_sum<T> operator()(kernel::sum_so_far<T> start, view<const T, R, N> z,
                                        view<const Target, R, C> target, T weight, G g) const {
        const int sequences = static_cast<int>(lengths_.count()), steps = R / sequences;
        for (int b = 0; b < sequences; ++b) {
            const int first = b * steps, length = lengths_[b];
            int t = 0;
            for (; t + several <= length; t += several)
                start = add<several>(start, z, target, weight, g, first + t);
            for (; t < length; ++t) start = add<1>(start, z, target, weight, g, first + t);
            if constexpr (!is_discarded<G>)
                for (int i = length * N; i < steps * N; ++i) g.data()[first * N + i] = 0;
        }
        return start;
    }
    template <class Z, class Target, class T, class G>
        requires detail::given_by_hand<Z, Target, G>
    constexpr running_sum<T> operator()(kernel::sum_so_far<T> start, const Z& z, const Target& target,
                                        T weight, G&& g) const {
        base::check_by_hand("masked", decltype(detail::only_read(z))::rows);
        return detail::call_by_hand(*this, start, z, target, weight, static_cast<G&&>(g));
    }

    template <class T, class Target, int C>
    constexpr running_sum<T> divisor(rows<const Target, C> targets) const noexcept {
        const auto of_rows = [&](std::ptrdiff_t first, std::ptrdiff_t count) {
            return loss_divisor<T>(
                loss_, rows<const Target, C>(detail::unchecked, targets.data() + first * C, count));
        };
        running_sum<T> sum = of_rows(0, 0); // not 0 if the loss is a sum
        if (T(sum) != T(0)) return sum;
        if (lengths_.count() == 0) return sum;
        const std::ptrdiff_t steps = targets.count() / lengths_.count();
        for (std::ptrdiff_t b = 0; b < lengths_.count(); ++b) sum += of_rows(b * steps, lengths_[b]);
        return sum;
    }

private:
    static constexpr int several = 8; // rows that a loss gets at once, for the sake of one column
    template <int B, class T, int R, int N, class Target, int C, class G>
    constexpr running_sum<T> add(running_sum<T> start, view<const T, R, N> z, view<const Target, R, C> target,
                                 T weight, G g, int row) const {
        const auto g_rows = [&] {
            if constexpr (is_discarded<G>)
                return g;
            else
                return view<T, B, N>(g.data() + row * N);
        }();
        return loss_(start, view<const T, B, N>(z.data() + row * N),
                     view<const Target, B, C>(target.data() + row * C), weight, g_rows);
    }
};

template <class Loss, class Lengths>
masked(const Loss&, const Lengths&) -> masked<Loss>;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
