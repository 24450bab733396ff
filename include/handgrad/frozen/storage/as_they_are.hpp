/// Weights as floats or doubles, which is what they are.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/frozen/storage/storage.hpp>
#include <handgrad/kernel/packed/packed_gemm.hpp>
#include <handgrad/kernel/product/gemm.hpp>
#include <handgrad/kernel/product/stack.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// W row by row.
template <class T, int K, int N>
struct plain_weights {
    alignas(64) T w[K * N] = {};
    constexpr plain_weights() = default;
    constexpr explicit plain_weights(view<const T, K, N> from) noexcept {
        for (int i = 0; i < K * N; ++i) w[i] = from.data()[i];
    }
};
template <class T, int M, int K, int N, class Start, class Finish>
HANDGRAD_INLINE constexpr void gemm_nn(view<const T, M, K> z, const plain_weights<T, K, N>& w, Start begin,
                                       Finish finish) {
    gemm_nn(z, view<const T, K, N>(w.w), begin, finish);
}
template <class T, int K, int N, int M>
inline constexpr array_bytes product_arrays<plain_weights<T, K, N>, M>{kernel::nn_arrays<T>(M, K, N)};

/// (A matrix so large that it comes from L3 is read fastest in whole rows, as gemm_nn reads it.)
template <class T>
struct stored_as_they_are {
    using number = T;
    template <int K, int N>
    using weights =
        std::conditional_t<(1L * K * N * static_cast<long>(sizeof(T)) > simd::native_machine.streamed_bytes),
                           plain_weights<T, K, N>,
                           kernel::detail::packed_weights<kernel::detail::plain_words<T>, K, N>>;
};
template <>
struct storage<float> : stored_as_they_are<float> {};
template <>
struct storage<double> : stored_as_they_are<double> {};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
