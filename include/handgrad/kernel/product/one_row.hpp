/// Z W for one row and few outputs: W is read as one long row of numbers.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/product/order.hpp>
#include <handgrad/kernel/product/shape.hpp>
#include <handgrad/simd/register_hints.hpp>
#include <handgrad/simd/select.hpp>

#include <cstddef>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

/// One row of C = a B with B (Depth x Cols). `Chains` rows of B fill a whole number of vectors: lane l of the
/// v-th belongs to k = (v width + l) / Cols and to column (v width + l) % Cols, in every round of Chains rows
/// the same, so that each lane adds up one chain of one output, none is idle and B is neither copied nor
/// transposed. The factors are permutations of a few elements of a. The tree adds the second half of the long
/// row of chains to the first until Cols are left.
template <class V, int Cols, int Depth, int Chains>
class gemm_of_one_row {
    using T = typename V::value_type;
    static constexpr int width = V::width;
    static constexpr int count = Chains * Cols / width;
    static_assert(count * width == Chains * Cols);
    static constexpr int whole = Depth / Chains * Chains;
    static constexpr int rest = Depth - whole;

    static constexpr int k_of(int element) { return element / Cols; }

public:
    template <class Start, class Finish>
    HANDGRAD_INLINE static constexpr void run(const T* a, const T* b, Start start, Finish finish) {
        V chains[count];
        begin(chains, start, std::make_integer_sequence<int, count>{});
        for (int k = 0; k < whole; k += Chains)
            round(a + k, b + k * Cols, chains, std::make_integer_sequence<int, count>{});
        if constexpr (rest > 0) {
            T last[Chains] = {};
            for (int k = 0; k < rest; ++k) last[k] = a[whole + k];
            last_round(last, b + whole * Cols, chains,
                       std::make_integer_sequence<int, (rest * Cols + width - 1) / width>{});
        }
        tree<Chains>(chains, finish);
    }

private:
    template <class Start, int... I>
    HANDGRAD_INLINE static constexpr void begin(V (&chains)[count], Start start,
                                                std::integer_sequence<int, I...>) {
        ((chains[I] =
              [&]() HANDGRAD_INLINE_LAMBDA {
                  constexpr int left = Cols - I * width;
                  if constexpr (left > 0)
                      return start.template begin < V, left < width ? left : width > (0, I * width);
                  else
                      return V(0);
              }()),
         ...);
    }

    template <int... I>
    HANDGRAD_INLINE static constexpr void round(const T* a, const T* b, V (&chains)[count],
                                                std::integer_sequence<int, I...>) {
        ((chains[I] = fma(factors<I>(a), V::load(b + I * width), chains[I])), ...);
    }

    /// The lanes beyond the end of B get (+0) (-0) = -0, which changes no chain.
    template <int... I>
    HANDGRAD_INLINE static constexpr void last_round(const T* a, const T* b, V (&chains)[count],
                                                     std::integer_sequence<int, I...>) {
        ((chains[I] =
              [&]() HANDGRAD_INLINE_LAMBDA {
                  constexpr int left = rest * Cols - I * width;
                  V row;
                  if constexpr (left >= width)
                      row = V::load(b + I * width);
                  else
                      row = V::template joined<left>(V::template load_first<left>(b + I * width), V(T(-0.0)));
                  return fma(factors<I>(a), row, chains[I]);
              }()),
         ...);
    }

    using place = typename V::integers_type::value_type;
    struct pattern {
        alignas(64) place lane[width];
    };
    static constexpr pattern pattern_of(int vector) {
        pattern result{};
        for (int l = 0; l < width; ++l) result.lane[l] = k_of(vector * width + l) % V::group;
        return result;
    }
    template <int I>
    static constexpr pattern places = pattern_of(I);

    /// Whether each group of the lanes of vector I takes its numbers from one group of a, the next from the
    /// next.
    static constexpr bool group_by_group(int vector) {
        for (int l = 0; l < width; ++l)
            if (k_of(vector * width + l) / V::group != k_of(vector * width) / V::group + l / V::group)
                return false;
        return true;
    }

    /// Groups First .. Last of a, each in the lanes of vector I that take their numbers from it.
    template <int I, int First, int Last>
    HANDGRAD_INLINE static constexpr V groups(const T* a) {
        constexpr int group = V::group;
        if constexpr (First == Last)
            return V::template repeat<(group < Chains ? group : Chains)>(a + First * group);
        else if constexpr (group_by_group(I))
            return V::load(a + First * group);
        else
            return V::template joined<Last * group * Cols - I * width>(groups<I, First, Last - 1>(a),
                                                                       groups<I, Last, Last>(a));
    }

    /// Lane l: a(k) for the k of element I width + l. A permutation within groups of the lanes.
    template <int I>
    HANDGRAD_INLINE static constexpr V factors(const T* a) {
        constexpr int group = V::group;
        const V source = groups<I, k_of(I * width) / group, k_of((I + 1) * width - 1) / group>(a);
        constexpr bool same = k_of(I * width) == k_of((I + 1) * width - 1);
        if constexpr (same) {
            return source.template spread<k_of(I * width) % group>();
        } else {
            return source.permuted(V::integers_type::load(places<I>.lane));
        }
    }

    /// The Left Cols numbers in `sums`, halved until Cols are left.
    template <int Left, int Count, class Finish>
    HANDGRAD_INLINE static constexpr void tree(const V (&sums)[Count], Finish finish) {
        if constexpr (Left == 1) {
            end(sums, finish, std::make_integer_sequence<int, (Cols + width - 1) / width>{});
        } else {
            constexpr int half = Left / 2 * Cols, vectors = (half + width - 1) / width;
            V next[vectors];
            [&]<int... I>(std::integer_sequence<int, I...>) HANDGRAD_INLINE_LAMBDA {
                ((next[I] = sums[I] + from_element<half + I * width>(sums)), ...);
            }
            (std::make_integer_sequence<int, vectors>{});
            tree<Left / 2>(next, finish);
        }
    }

    /// The vector that begins with element First of the long row; what is beyond its end nobody needs.
    template <int First, int Count>
    HANDGRAD_INLINE static constexpr V from_element(const V (&sums)[Count]) {
        constexpr int v = First / width, shift = First % width;
        const V here = sums[v];
        const V next = sums[v + 1 < Count ? v + 1 : v];
        if constexpr (shift == 0)
            return here;
        else
            return V::template joined<width - shift>(here.template rotated<width - shift>(),
                                                     next.template rotated<width - shift>());
    }

    template <class Finish, int Count, int... I>
    HANDGRAD_INLINE static constexpr void end(const V (&sums)[Count], Finish finish,
                                              std::integer_sequence<int, I...>) {
        (finish.template end < V,
         Cols - I * width < width ? Cols - I * width : width > (0, I * width, sums[I]), ...);
    }
};

} // namespace detail

/// Lanes run over B as one long row: one row of Z W in chains whose numbers fill whole vectors only together.
struct one_row {
    static constexpr bool fits(const gemm_shape& s, const vector_kind& v) {
        const int numbers = s.chains * s.cols;
        return s.form == gemm_form::nn && s.rows == 1 && s.chains > 1 && s.cols % v.width != 0 &&
               numbers % v.width == 0 && numbers / v.width <= v.machine.accumulators;
    }
    static constexpr std::size_t stack_bytes(const gemm_shape&, const vector_kind&, auto) { return 0; }
    template <class Product>
    struct of : detail::gemm_of_one_row<typename Product::vector, Product::shape.cols, Product::shape.depth,
                                        Product::shape.chains> {
        static_assert(Product::stride == Product::shape.cols);
    };
};

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
