/// What becomes of the losses of the rows of a batch.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/rows.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// The words and their meaning are PyTorch's. `mean`: each loss says of what; `sum`: nothing is divided.
enum class reduction { mean, sum };

namespace detail {

/// How many terms a mean divides by, or 1 for a sum.
template <class T>
constexpr T terms(reduction r, std::ptrdiff_t count) noexcept {
    return r == reduction::sum ? T(1) : static_cast<T>(count);
}

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
