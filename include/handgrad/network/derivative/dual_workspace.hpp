/// Everything that a pass with tangents writes.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/math/dual.hpp>
#include <handgrad/network/workspace.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// What stands for the tangent of something that does not move: jvp(p, zero_tangent{}, x, dx).
struct zero_tangent {};

namespace detail {

template <class T>
HANDGRAD_INLINE constexpr void join_tangents(int count, const T* values, const T* tangents,
                                             dual<T>* to) noexcept {
    for (int i = 0; i < count; ++i) to[i] = {values[i], tangents[i]};
}
/// Constants.
template <class T>
HANDGRAD_INLINE constexpr void join_tangents(int count, const T* values, zero_tangent, dual<T>* to) noexcept {
    for (int i = 0; i < count; ++i) to[i] = {values[i], T(0)};
}

/// Parameters and a batch, each with its tangent.
template <class Network, extent B, class T>
class dual_point {
    using input = input_number<Network, dual<T>>;

public:
    constexpr dual_point() noexcept : p_{} {} // the batch stays unset

    /// A tangent is a pointer, or zero_tangent.
    template <extent Rows, class DP, class DX>
    constexpr void set(const T* p, DP dp, const input_number<Network, T>* x,
                       [[maybe_unused]] DX dx) noexcept {
        static_assert(Rows <= B);
        join_tangents(Network::parameter_count, p, dp, p_.data());
        if constexpr (has_input_gradient<Network>)
            join_tangents(Rows * Network::inputs, x, dx, x_);
        else
            copy_n(x, Rows * Network::inputs, x_);
    }

    constexpr const parameters<Network, dual<T>>& p() const noexcept { return p_; }
    template <extent Rows>
    constexpr auto x() const noexcept {
        return view<const input, Rows, Network::inputs>(x_);
    }

private:
    parameters<Network, dual<T>> p_;
    alignas(64) input x_[B * Network::inputs];
};

} // namespace detail

/// The buffers of jvp and hessian_vector_product for batches of up to B rows of `Network`: the parameters,
/// the batch and its targets as dual numbers, and a workspace of them, which is where H v and dl/dp come
/// from. Its size is a constant, about 2 sizeof(Net::workspace<B, T>) and four times the parameters; keep it
/// where you like.
template <class Network, extent B, class T = float>
class dual_workspace {
public:
    using network_type = Network;
    using value_type = T;
    static constexpr int batch = B;
    static constexpr extent shape = B;

    constexpr dual_workspace() noexcept {} // the buffers stay unset

    constexpr auto& point() noexcept { return point_; }
    constexpr auto& passes() noexcept { return passes_; }
    /// Constants for the targets of a tile.
    template <extent Rows, int Columns>
    constexpr auto constants(const T* targets) noexcept {
        static_assert(Rows <= rows_after<Network>(B) && Columns <= Network::outputs);
        detail::join_tangents(Rows * Columns, targets, zero_tangent{}, target_);
        return view<const dual<T>, Rows, Columns>(target_);
    }

    /// What layers such as dropout draw from: set it for the same masks again.
    constexpr rng& random() noexcept requires(draws<Network>) { return passes_.random(); }

private:
    detail::dual_point<Network, B, T> point_;
    alignas(64) dual<T> target_[rows_after<Network>(B) * Network::outputs];
    workspace<Network, B, dual<T>> passes_;
};

namespace detail {

template <class Network, extent B, class T>
inline constexpr bool is_whole_object<dual_workspace<Network, B, T>> = true;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
