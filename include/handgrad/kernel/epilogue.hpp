/// What happens to a tile of a product before and after its sum, while it is in registers.
#pragma once

#include <handgrad/core/discard.hpp>
#include <handgrad/core/view.hpp>
#include <handgrad/kernel/activated.hpp>
#include <handgrad/simd/select.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// Whether a result replaces what is there, or continues each element's sum.
enum class write { overwrite, accumulate };

/// The value from which an element's sum starts, if `old` is what is there.
template <write W, class T>
HANDGRAD_INLINE constexpr T start(T old) {
    return W == write::overwrite ? T(0) : old;
}

/// A start gives the accumulators of a product their first value: begin<V, Count>(row, col), V's first Count
/// lanes.
struct start_zero {
    template <class V, int Count>
    HANDGRAD_INLINE constexpr V begin(int, int) const {
        return V(0);
    }
};

/// Every row starts with the same numbers: Z W + b.
template <class T>
struct start_row {
    const T* bias;

    template <class V, int Count>
    HANDGRAD_INLINE constexpr V begin(int, int col) const {
        return V::template load_first<Count>(bias + col);
    }
};

/// Every element starts with what is there.
template <class T, int Cols>
struct start_matrix {
    const T* old;

    template <class V, int Count>
    HANDGRAD_INLINE constexpr V begin(int row, int col) const {
        return V::template load_first<Count>(old + row * Cols + col);
    }
};

/// A finish takes the sums: end<V, Count>(row, col, sum). `out` is where the result goes; between two parts
/// of a long sum, the unfinished one is kept there. Some elements may be handed over twice, unless it says
/// `changes_once`.
template <class Finish>
concept changes_once = requires {
    requires Finish::changes_once;
};

template <class T, int Cols>
struct finish_store {
    T* out;

    template <class V, int Count>
    HANDGRAD_INLINE constexpr void end(int row, int col, V sum) const {
        sum.template store_first<Count>(out + row * Cols + col);
    }
};

/// Of a product whose result is the plain numbers of `out`: its start, as W says, and its finish.
template <write W, class T, int Rows, int Cols>
HANDGRAD_INLINE constexpr auto start_in(view<T, Rows, Cols> out) {
    if constexpr (W == write::overwrite)
        return start_zero{};
    else
        return start_matrix<T, Cols>{out.data()};
}
template <class T, int Rows, int Cols>
HANDGRAD_INLINE constexpr auto finish_in(view<T, Rows, Cols> out) {
    return finish_store<T, Cols>{out.data()};
}

/// out = F(sum); and, where `kept` is not `discard`, kept = sum: an activation, and the pre-activation on the
/// tape.
template <class F, class T, int Cols, class Kept = discard>
struct finish_apply {
    T* out;
    Kept kept{};

    template <class V, int Count>
    HANDGRAD_INLINE constexpr void end(int row, int col, V sum) const {
        if constexpr (!is_discarded<Kept>) sum.template store_first<Count>(kept.data() + row * Cols + col);
        activated<F>(sum).template store_first<Count>(out + row * Cols + col);
    }
};

} // namespace kernel

using kernel::start;
using kernel::write;

HANDGRAD_END_ISA
} // namespace handgrad
