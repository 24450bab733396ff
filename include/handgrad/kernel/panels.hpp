/// Columns cut into panels.
#pragma once

#include <handgrad/kernel/plan.hpp>

namespace handgrad::inline HANDGRAD_ISA::detail {

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

    /// Calls f.operator()<Width>(panel) for all but the last, which often is not full.
    template <class F>
    HANDGRAD_INLINE static constexpr void for_all_but_last(F f) {
        constexpr int wide = widths.rest_count > 0 ? widths.count : last;
        for (int p = 0; p < wide; ++p) f.template operator()<widths.size>(p);
        if constexpr (wide < last)
            for (int p = wide; p < last; ++p) f.template operator()<widths.rest_size>(p);
    }
};

} // namespace handgrad::inline HANDGRAD_ISA::detail
