/// A loss of the last step of each sequence.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/loss/by_hand.hpp>
#include <handgrad/loss/concept.hpp>
#include <handgrad/loss/sequence_lengths.hpp>

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
/// `lengths` is an array, std::array, std::vector or span of int, which must live as long as this. A call
/// that finds not one for each sequence, or one that is less than 1 or more than the steps that there are,
/// fails before anything is changed.
template <class Loss>
class at_last {
public:
    using weighted = Loss;
    static constexpr bool per_sequence = true;

    template <class T>
    using target_type = typename Loss::template target_type<T>;
    template <int N>
    static constexpr int target_cols = Loss::template target_cols<N>;

    template <detail::lengths_of_sequences Lengths>
    constexpr at_last(const Loss& loss, const Lengths& lengths) noexcept : loss_(loss), lengths_(lengths) {}

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
        return detail::call_by_hand(*this, start, z, target, weight, static_cast<G&&>(g));
    }

    template <class T, class Target, int C>
    constexpr running_sum<T> divisor(rows<const Target, C> targets) const noexcept {
        return loss_divisor<T>(loss_, targets);
    }

    /// For a call: see network/passes.hpp.
    constexpr at_last of_sequences(std::ptrdiff_t first, std::ptrdiff_t count) const noexcept {
        return {loss_, lengths_.part(first, count)};
    }
    template <bool Throws>
    constexpr void check_sequences(const char* call, std::ptrdiff_t sequences, int steps) const
        noexcept(!Throws) {
        lengths_.check<1, Throws>(call, sequences, steps);
    }

private:
    constexpr at_last(const Loss& loss, detail::sequence_lengths lengths) noexcept
        : loss_(loss), lengths_(lengths) {}

    Loss loss_;
    detail::sequence_lengths lengths_;
};

template <class Loss, class Lengths>
at_last(const Loss&, const Lengths&) -> at_last<Loss>;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
