/// Losses that compare each row of outputs with the number of a class.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/kernel/running_sum.hpp>
#include <handgrad/loss/class_weights.hpp>

#include <optional>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The label that is not counted, as a class number, or -1.
HANDGRAD_INLINE constexpr int ignored_label(std::optional<int> ignore_index) noexcept {
    return ignore_index ? *ignore_index : -1;
}

template <int N>
HANDGRAD_INLINE constexpr bool counts(int label, int ignored) noexcept {
    return 0 <= label && label < N && label != ignored;
}

template <int N, int B>
HANDGRAD_INLINE constexpr bool all_count(view<const int, B, 1> labels,
                                         std::optional<int> ignore_index) noexcept {
    bool all = true;
    for (const int label : labels) all &= counts<N>(label, ignored_label(ignore_index));
    return all;
}

/// start + l, with l = row.operator()<V>(z, label, g) if the label counts. If not, the gradient is zero; the
/// loss is NaN, and wrong(label) is called, unless the label is the ignored one.
template <class T, int N, class G, class Row, class Wrong>
HANDGRAD_INLINE constexpr running_sum<T> add_labeled_row(running_sum<T> start, view<const T, 1, N> z,
                                                         int label, std::optional<int> ignore_index, G g,
                                                         Row row, Wrong wrong) {
    static_assert(N < 1 << 24, "the classes are numbered exactly in T");
    if (counts<N>(label, ignored_label(ignore_index))) [[likely]] {
        const T loss = simd::with_vector<T>(
            [&]<class V>() HANDGRAD_INLINE_LAMBDA { return row.template operator()<V>(z, label, g); });
        return start += loss;
    }
    if constexpr (!is_discarded<G>)
        for (T& x : g) x = 0;
    if (ignore_index == label) return start;
    wrong(label);
    return math::not_a_number<T>;
}

/// Rows first, first + 1, .. of the gradient, or of what takes its place.
template <int Rows, class G>
HANDGRAD_INLINE constexpr auto gradient_rows(G g, int first) noexcept {
    if constexpr (is_discarded<G>)
        return g;
    else
        return view<typename G::value_type, Rows, G::cols>(&g(first, 0));
}

/// start + l_0 + l_1 + ..., row after row.
template <class T, int B, int N, class G, class Row, class Wrong>
HANDGRAD_INLINE constexpr running_sum<T>
add_labeled(running_sum<T> start, view<const T, B, N> z, view<const int, B, 1> label,
            std::optional<int> ignore_index, G g, Row row, Wrong wrong) {
    HANDGRAD_EXPECT(loss_may_write(g, z, label), handgrad::detail::refuse_gradient_place());
    for (int r = 0; r < B; ++r)
        start =
            add_labeled_row(start, z.row(r), label(r, 0), ignore_index, gradient_rows<1>(g, r), row, wrong);
    return start;
}

/// What the mean of labeled rows is divided by: the sum of the weights of the labels that count.
template <class T, class Weights>
constexpr running_sum<T> labels_divisor(reduction r, rows<const int, 1> labels,
                                        std::optional<int> ignore_index, Weights weights) noexcept {
    if (r == reduction::sum) return 1;
    if constexpr (std::is_same_v<Weights, equal_classes>) {
        std::ptrdiff_t count = labels.count();
        if (ignore_index)
            for (std::ptrdiff_t i = 0; i < labels.count(); ++i) count -= labels.data()[i] == *ignore_index;
        return count;
    } else {
        running_sum<T> sum;
        for (std::ptrdiff_t i = 0; i < labels.count(); ++i) {
            const int y = labels.data()[i];
            if (counts<Weights::cols>(y, ignored_label(ignore_index))) sum += weights(0, y);
        }
        return sum;
    }
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
