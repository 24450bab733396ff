/// Clipping of a gradient, number by number.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/setting.hpp>
#include <handgrad/optimizer/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// g_i <- min(max(g_i, -bound), bound); a NaN stays. The gradient is a contiguous block of a static size, as
/// for apply; bound is 0 or more, infinity too. (PyTorch's clip_grad_value_.)
template <class Gradient>
constexpr void clip_value(Gradient&& gradient,
                          setting<"clip_value: bound", range::any_length> bound) noexcept {
    using block = std::remove_cvref_t<Gradient>;
    using verdict = detail::written_block_verdict<Gradient>;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
    } else {
        using T = detail::block_number<block>;
        T* const g = gradient.data();
        const T most = static_cast<T>(bound);
        const auto clipped = [=]<class V>(V x) HANDGRAD_INLINE_LAMBDA {
            return math::max(V(-most), math::min(V(most), x)); // the second of each if that is NaN
        };
        kernel::map<T, detail::block_size<block>>(clipped, g, static_cast<const T*>(g));
    }
}

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
