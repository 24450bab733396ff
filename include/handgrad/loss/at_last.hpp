/// A loss of the last step of each sequence.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/loss/by_hand.hpp>
#include <handgrad/loss/concept.hpp>
#include <handgrad/loss/ragged_loss.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// The loss of step lengths[b] - 1 of each sequence b, its last one, against one target for each sequence:
/// for sequences that are not equally long. (Of those that are, a network can end in last_step.) The gradient
/// of all other steps is zero.
///
///     net::train_step(hg::at_last{hg::softmax_cross_entropy{}, lengths}, step, p, hg::sequences<16>(x),
///     label,
///                     ws);
///
/// (Steps after it must be finite, as 0 times NaN is NaN; and to a bidirectional layer they are steps like
/// any other.) `lengths` is an array, std::array, std::vector or span of int, which must live as long as
/// this. A call that finds not one for each sequence, or one that is less than 1 or more than the steps that
/// there are, fails before anything is changed.
template <class Loss>
class at_last : public detail::ragged_loss<at_last, Loss, 1> {
    using base = detail::ragged_loss<at_last, Loss, 1>;
    using base::loss_, base::lengths_;

public:
    static constexpr bool per_sequence = true;
    using base::base;

    /// R rows of B sequences.
    template <class T, int R, int N, class Target, int B, int C, detail::gradient_place G>
    constexpr running_sum<T> operator()(kernel::sum_so_far<T> start, view<const T, R, N> z,
                                        view<const Target, B, C> target, T weight, G g) const {
        static_assert(R % B == 0, "at_last: z has the rows of all steps of each sequence");
        constexpr int steps = R / B;
        if constexpr (!is_discarded<G>)
            for (int i = 0; i < R * N; ++i) g.data()[i] = 0;
        for (int b = 0; b < B; ++b) {
            const int row = b * steps + lengths_[b] - 1;
            const auto g_row = [&] {
                if constexpr (is_discarded<G>)
                    return g;
                else
                    return view<T, 1, N>(g.data() + row * N);
            }();
            start = loss_(start, z.row(row), target.row(b), weight, g_row);
        }
        return start;
    }
    template <class Z, class Target, class T, class G>
        requires detail::given_by_hand<Z, Target, G>
    constexpr running_sum<T> operator()(kernel::sum_so_far<T> start, const Z& z, const Target& target,
                                        T weight, G&& g) const {
        static_assert(decltype(detail::only_read(z))::rows % decltype(detail::only_read(target))::rows == 0,
                      "at_last: z has the rows of all steps of each sequence");
        base::check_by_hand("at_last", decltype(detail::only_read(z))::rows);
        if (lengths_.count() != decltype(detail::only_read(target))::rows)
            detail::fail_lengths("at_last", lengths_.count(), decltype(detail::only_read(target))::rows, 1);
        return detail::call_by_hand(*this, start, z, target, weight, static_cast<G&&>(g));
    }

    template <class T, class Target, int C>
    constexpr running_sum<T> divisor(rows<const Target, C> targets) const noexcept {
        return loss_divisor<T>(loss_, targets);
    }
};

template <class Loss, class Lengths>
at_last(const Loss&, const Lengths&) -> at_last<Loss>;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
