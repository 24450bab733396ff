// Compiled twice, for two instruction sets, under the names HANDGRAD_ODR_UNIT = wide and narrow.
#include "unit.hpp"

namespace odr {

unit HANDGRAD_ODR_UNIT() {
    // Two functions that are certainly emitted, however much the compiler inlines.
    using product = void (*)(fixed_work::hg::view<const float, 2, 3>, fixed_work::hg::view<const float, 3, 4>,
                             fixed_work::hg::view<float, 2, 4>);
    static const product kernel = &fixed_work::hg::gemm_nn<fixed_work::hg::write::overwrite>;
    return {fixed_work::hg::simd::native_width<float>, reinterpret_cast<std::uintptr_t>(kernel),
            reinterpret_cast<std::uintptr_t>(&fixed_work::mine), fixed_work::mine()};
}

} // namespace odr
