#include <handgrad/core/discard.hpp>
#include <handgrad/core/view.hpp>

#include <doctest/doctest.h>

namespace hg = handgrad;

TEST_CASE("discard: stands where a view to be written could stand") {
    static_assert(hg::is_discarded<hg::discard>);
    static_assert(!hg::is_discarded<hg::view<float, 1, 1>>);
    constexpr bool compiles = [] {
        const hg::discard nowhere;
        nowhere(3, 4) = 1.0f;
        nowhere(0, 0) = 2.0;
        return true;
    }();
    static_assert(compiles);
}
