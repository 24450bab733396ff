/// Columns cut into panels.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/product/split.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel::detail {

/// `Columns` columns, in panels of at most `Most` whose widths differ by at most one.
template <int Columns, int Most>
struct panels {
    static constexpr split widths = balanced(Columns, Most);
    static constexpr int count = widths.count + widths.rest_count;
    static constexpr int last = count - 1;

    static constexpr int width(int panel) noexcept {
        return panel < widths.count ? widths.size : widths.rest_size;
    }
    /// The columns of the panels before this one.
    static constexpr int before(int panel) noexcept {
        return panel * widths.size - (panel > widths.count ? panel - widths.count : 0);
    }
    /// The panel of a column.
    static constexpr int of(int column) noexcept {
        int panel = 0;
        while (panel < last && before(panel + 1) <= column) ++panel;
        return panel;
    }

    /// Calls f.operator()<Width, Special>(first) for all panels, `first` being a panel's first column;
    /// Special is true for the last, if LastIsSpecial.
    template <bool LastIsSpecial, class F>
    HANDGRAD_INLINE static constexpr void for_each(F f) {
        constexpr split plain = LastIsSpecial ? widths.but_last() : widths;
        kernel::for_each<plain>([&]<int Width>(int first)
                                    HANDGRAD_INLINE_LAMBDA { f.template operator()<Width, false>(first); });
        if constexpr (LastIsSpecial) f.template operator()<width(last), true>(plain.length());
    }
};

} // namespace kernel::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
