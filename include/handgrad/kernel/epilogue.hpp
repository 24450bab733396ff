/// What happens to a tile of a product before and after its sum, while it is in registers.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/discard.hpp>
#include <handgrad/core/view.hpp>
#include <handgrad/kernel/activated.hpp>
#include <handgrad/kernel/length.hpp>
#include <handgrad/simd/select.hpp>

#include <cstddef>

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
/// lanes. at(row, col) is the start of what begins there. It says with `shared()` what it is to code that
/// layers of different widths share: the same, with its lengths as values.
struct start_zero {
    template <class V, int Count>
    HANDGRAD_INLINE constexpr V begin(std::ptrdiff_t, std::ptrdiff_t) const {
        return V(0);
    }
    HANDGRAD_INLINE constexpr start_zero at(std::ptrdiff_t, std::ptrdiff_t) const { return *this; }
    HANDGRAD_INLINE constexpr start_zero shared() const { return *this; }
};

/// Every row starts with the same numbers: Z W + b.
template <class T>
struct start_row {
    const T* bias;

    template <class V, int Count>
    HANDGRAD_INLINE constexpr V begin(std::ptrdiff_t, std::ptrdiff_t col) const {
        return V::template load_first<Count>(bias + col);
    }
    HANDGRAD_INLINE constexpr start_row at(std::ptrdiff_t, std::ptrdiff_t col) const { return {bias + col}; }
    HANDGRAD_INLINE constexpr start_row shared() const { return *this; }
};

/// Every element starts with what is there, in rows of `cols` numbers.
template <class T, class Cols>
struct start_matrix {
    const T* old;
    [[no_unique_address]] Cols cols{};

    template <class V, int Count>
    HANDGRAD_INLINE constexpr V begin(std::ptrdiff_t row, std::ptrdiff_t col) const {
        return V::template load_first<Count>(old + (row * cols + col));
    }
    HANDGRAD_INLINE constexpr start_matrix at(std::ptrdiff_t row, std::ptrdiff_t col) const {
        return {old + (row * cols + col), cols};
    }
    HANDGRAD_INLINE constexpr start_matrix<T, varying> shared() const { return {old, cols}; }
};

/// A finish takes the sums: end<V, Count>(row, col, sum), and has at() and shared() as a start has. `out` is
/// where the result goes; between two parts of a long sum, the unfinished one is kept there. Some elements
/// may be handed over twice, unless it says `changes_once`: then the vectors of a row come together, by
/// end_row.
template <class Finish>
concept changes_once = requires {
    requires Finish::changes_once;
};

template <class T, class Cols>
struct finish_store {
    T* out;
    [[no_unique_address]] Cols cols{};

    template <class V, int Count>
    HANDGRAD_INLINE constexpr void end(std::ptrdiff_t row, std::ptrdiff_t col, V sum) const {
        sum.template store_first<Count>(out + (row * cols + col));
    }
    HANDGRAD_INLINE constexpr finish_store at(std::ptrdiff_t row, std::ptrdiff_t col) const {
        return {out + (row * cols + col), cols};
    }
    HANDGRAD_INLINE constexpr finish_store<T, varying> shared() const { return {out, cols}; }
};

/// Of a product whose result is the plain numbers of `out`: its start, as W says, and its finish.
template <write W, class T, int Rows, int Cols>
HANDGRAD_INLINE constexpr auto start_in(view<T, Rows, Cols> out) {
    if constexpr (W == write::overwrite)
        return start_zero{};
    else
        return start_matrix<T, fixed<Cols>>{out.data()};
}
template <class T, int Rows, int Cols>
HANDGRAD_INLINE constexpr auto finish_in(view<T, Rows, Cols> out) {
    return finish_store<T, fixed<Cols>>{out.data()};
}

/// out = F(sum); and, where Kept is no `discard` but T*, kept = sum: an activation, and the pre-activation on
/// the tape.
template <class F, class T, class Cols, class Kept = discard>
struct finish_apply {
    T* out;
    Kept kept{};
    [[no_unique_address]] Cols cols{};

    template <class V, int Count>
    HANDGRAD_INLINE constexpr void end(std::ptrdiff_t row, std::ptrdiff_t col, V sum) const {
        if constexpr (!is_discarded<Kept>) sum.template store_first<Count>(kept + (row * cols + col));
        activated<F>(sum).template store_first<Count>(out + (row * cols + col));
    }
    HANDGRAD_INLINE constexpr finish_apply at(std::ptrdiff_t row, std::ptrdiff_t col) const {
        const std::ptrdiff_t i = row * cols + col;
        if constexpr (is_discarded<Kept>)
            return {out + i, kept, cols};
        else
            return {out + i, kept + i, cols};
    }
    HANDGRAD_INLINE constexpr finish_apply<F, T, varying, Kept> shared() const { return {out, kept, cols}; }
};

} // namespace kernel

using kernel::start;
using kernel::write;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
