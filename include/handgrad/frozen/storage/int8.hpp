/// Weights as integers of eight bits, with a scale for each output.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/frozen/storage/storage.hpp>
#include <handgrad/kernel/packed/packed_gemm.hpp>
#include <handgrad/kernel/packed/quantized_gemm.hpp>

#include <cstdint>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

template <>
struct storage<std::int8_t> {
    using number = float;
    /// Floats, where the sums of products would leave 32 bits.
    template <int K, int N>
    using weights =
        std::conditional_t<kernel::detail::quantized_weights<K, N>::possible,
                           kernel::detail::quantized_weights<K, N>,
                           kernel::detail::packed_weights<kernel::detail::plain_words<float>, K, N>>;
};

template <int K, int N, int M>
inline constexpr array_bytes product_arrays<kernel::detail::quantized_weights<K, N>, M> = [] {
    using product = kernel::detail::quantized_product<simd::native_vector<float>, M, K, N>;
    return product::rows_apart ? array_bytes{product::row_bytes} : array_bytes{0, 0, product::row_bytes};
}();

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
