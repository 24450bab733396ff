/// Columns cut into panels.
#pragma once

#include <handgrad/kernel/product/plan.hpp>

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

    /// Calls f.operator()<Width, Special>(panel) for all panels; Special is true for the last, if
    /// LastIsSpecial.
    template <bool LastIsSpecial, class F>
    HANDGRAD_INLINE static constexpr void for_each(F f) {
        constexpr int all = LastIsSpecial ? last : count;
        constexpr int wide = widths.rest_count > 0 ? widths.count : all;
        for (int p = 0; p < wide; ++p) f.template operator()<widths.size, false>(p);
        if constexpr (wide < all)
            for (int p = wide; p < all; ++p) f.template operator()<widths.rest_size, false>(p);
        if constexpr (LastIsSpecial) f.template operator()<width(last), true>(last);
    }
};

} // namespace kernel::detail
HANDGRAD_END_ISA
} // namespace handgrad
