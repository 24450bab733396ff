/// The weights of a layer of few outputs, output by output.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/view.hpp>
#include <handgrad/kernel/packed/specified_gemm.hpp>
#include <handgrad/kernel/product/along_depth.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

/// W (K x N) as gemm_along_depth turns it round, for layers whose sums have most_chains chains.
template <class T, int K, int N>
class narrow_weights {
    using layout = gemm_along_depth<simd::scalar_vector<T>, 1, N, K>;

public:
    static_assert(forward_chains(K, N) == most_chains);

    constexpr narrow_weights() = default;
    constexpr explicit narrow_weights(view<const T, K, N> w) noexcept {
        layout::transpose_columns(w.data(), panel_);
    }

    constexpr T operator()(int k, int o) const noexcept { return panel_[layout::place(k, o)]; }
    constexpr const T* panel() const noexcept { return panel_; }

private:
    alignas(64) T panel_[layout::panel_size] = {};
};

} // namespace detail

/// out = finish(start + Z W)        Z: (M, K)   W: (K, N), turned round   out: (M, N), in the order of
/// gemm_nn
template <class T, int M, int K, int N, class Start, class Finish>
HANDGRAD_INLINE constexpr void gemm_nn(view<const T, M, K> z, const detail::narrow_weights<T, K, N>& w,
                                       Start start, Finish finish) {
    if (__builtin_is_constant_evaluated())
        detail::specified_gemm(z, w, start, finish);
    else
        detail::gemm_along_depth<simd::native_vector<T>, M, N, K>::run_transposed(z.data(), w.panel(), start,
                                                                                  finish);
}

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
