/// A workspace to be looked at: everything that the equations name.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/core/matrix.hpp>
#include <handgrad/network/workspace.hpp>

#include <tuple>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// A workspace that keeps, of the last pass of value_and_gradient, each
///     Z_I, I = 1 .. depth + 1      activation<I>(): (B, width before layer I), Z_{depth+1} the output
///     G_I = dl/dZ_I                gradient<I>(): of the same shape
/// The bits are those of any workspace; it is larger, and it costs a copy of each. Of a batch that is worked
/// on in tiles it has the last one; activation<I, Rows>() where that has fewer rows.
template <class Network, extent B, class T = float>
class trace : public workspace<Network, B, T> {
    using base = workspace<Network, B, T>;
    static constexpr int last = Network::depth + 1;

    /// I, if there is a Z_I; else an error, but only one.
    template <int I, extent Rows>
    static consteval int checked() {
        static_assert(1 <= I && I <= last, "a network has Z_1 .. Z_{depth+1}, and as many G_i");
        static_assert(Rows <= B, "a trace of B rows has no more of them");
        return detail::limited(I, 1, last);
    }

    template <int I>
    static consteval int width() {
        if constexpr (I == last)
            return Network::outputs;
        else
            return Network::template layer_type<I>::inputs;
    }

    /// The rows of Z_I, if Z_1 has `Rows`.
    template <int I, extent Rows>
    static consteval extent find_rows_before() {
        if constexpr (I == last)
            return rows_after<Network>(Rows);
        else
            return detail::as_layer<Network>::template layout<Rows>::template before<I>;
    }
    template <int I, extent Rows>
    static constexpr int rows_before = find_rows_before<I, Rows>();

public:
    static constexpr bool keeps_gradients = true;

    template <int I, extent Rows = B>
    constexpr auto activation() noexcept {
        constexpr int i = checked<I, Rows>();
        if constexpr (i == 1)
            return view<input_number<Network, T>, Rows, Network::inputs>(x_.data());
        else
            return base::template activation<i, Rows>();
    }
    template <int I, extent Rows = B>
    constexpr auto gradient() noexcept {
        constexpr int i = checked<I, Rows>();
        return view<T, rows_before<i, Rows>, width<i>()>(std::get<i - 1>(gradients_).data());
    }

    /// The backward pass after a forward pass in this workspace.
    template <extent Rows, write W, class DX, class DP, class Memory>
    constexpr void vjp(view<const input_number<Network, T>, Rows, Network::inputs> x,
                       view<const T, 1, Network::parameter_count> p, [[maybe_unused]] DX dx, DP dp,
                       [[maybe_unused]] Memory dstate) {
        const auto g_1 = [&] {
            if constexpr (has_input_gradient<Network>)
                return gradient<1, Rows>();
            else
                return discard{};
        }();
        detail::copy(x, x_);
        const auto pass = [&](auto... of_states) {
            detail::as_layer<Network>::template vjp_keeping<Rows, W>(
                *this, x,
                view<const T, rows_after<Network>(Rows), Network::outputs>(activation<last, Rows>()), p,
                view<const T, 1, tape_size_of<Network, Rows>>(base::template whole_tape<Rows>().data()),
                base::template output_gradient<Rows>(), g_1, dp, base::template scratch<Rows>(),
                of_states...);
        };
        if constexpr (has_memory<Network>)
            pass(dstate);
        else
            pass();
        if constexpr (!is_discarded<DX>) detail::copy(g_1, dx);
    }

private:
    template <class Numbers>
    struct stored;
    template <int... I>
    struct stored<std::integer_sequence<int, I...>> {
        using type = std::tuple<matrix<T, rows_before<I + 1, B>, width<I + 1>()>...>;
    };

    matrix<input_number<Network, T>, B, Network::inputs> x_;
    typename stored<std::make_integer_sequence<int, last>>::type gradients_;
};

namespace detail {

template <class Network, extent B, class T>
inline constexpr bool is_whole_object<trace<Network, B, T>> = true;
template <class Network, extent B, class T>
inline constexpr bool may_be_part<typename Network::template block<T>, trace<Network, B, T>> = true;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
