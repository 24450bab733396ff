/// Everything that one forward and one backward pass write.
#pragma once

#include <handgrad/core/view.hpp>
#include <handgrad/network/parameters.hpp>

#include <algorithm>
#include <cstddef>

namespace handgrad::inline HANDGRAD_ISA {

namespace detail {

/// Numbers of T that a buffer of `size` occupies if the next one is to begin on a cache line.
template <class T>
constexpr std::size_t padded(int size) {
    constexpr std::size_t line = 64 / sizeof(T);
    return (static_cast<std::size_t>(size) + line - 1) / line * line;
}

} // namespace detail

/// The buffers for tiles of up to B rows of `Network`: Z_2 .. Z_{L+1}, the layers' tapes, two buffers between
/// which the G_i alternate, and the gradient of train_step. Its size is a constant:
/// sizeof(Net::workspace<B>). Not initialised: a pass writes what it reads. Keep it where you like: on the
/// stack, static, in a member, on the heap.
template <class Network, int B, class T = float>
class workspace {
public:
    using network_type = Network;
    using value_type = T;
    static constexpr int batch = B;

    constexpr workspace() noexcept : parameter_gradient_{} {} // the buffers stay unset

    /// Z_{I+1}, the output of layer I = 1 .. depth, of a tile of Rows <= B rows.
    template <int I, int Rows = B>
    constexpr auto output() noexcept {
        return view<T, Rows, layer<I>::outputs>(data_ + output_offset<I>);
    }
    /// What layer I keeps for its backward pass.
    template <int I, int Rows = B>
    constexpr auto tape() noexcept {
        return view<T, 1, layer<I>::template tape_size<Rows>>(data_ + tape_offset<I>);
    }
    /// G_{I+1}, the gradient with respect to the output of layer I.
    template <int I, int Rows = B>
    constexpr auto gradient() noexcept {
        return view<T, Rows, layer<I>::outputs>(data_ + (I % 2 == 0 ? even_gradient : odd_gradient));
    }

    /// dl/dp of the last train_step.
    constexpr parameters<Network, T>& parameter_gradient() noexcept { return parameter_gradient_; }

private:
    template <int I>
    using layer = typename Network::template layer_type<I>;

    template <int I>
    static consteval std::size_t end_of_layer() {
        if constexpr (I == 0)
            return 0;
        else
            return end_of_layer<I - 1>() + detail::padded<T>(B * layer<I>::outputs) +
                   detail::padded<T>(layer<I>::template tape_size<B>);
    }
    template <int Parity, int I = Network::depth>
    static consteval int widest() {
        if constexpr (I == 0)
            return 0;
        else
            return std::max(widest<Parity, I - 1>(), I % 2 == Parity ? layer<I>::outputs : 0);
    }
    template <int I>
    static constexpr std::size_t output_offset = end_of_layer<I - 1>();
    template <int I>
    static constexpr std::size_t tape_offset = output_offset<I> + detail::padded<T>(B* layer<I>::outputs);
    static constexpr std::size_t even_gradient = end_of_layer<Network::depth>();
    static constexpr std::size_t odd_gradient = even_gradient + detail::padded<T>(B * widest<0>());
    static constexpr std::size_t size = odd_gradient + detail::padded<T>(B * widest<1>());

    alignas(64) T data_[size];
    parameters<Network, T> parameter_gradient_;
};

/// The two buffers between which the Z_i alternate when no backward pass follows.
template <class Network, int B, class T>
class inference_buffers {
public:
    static constexpr int batch = B;

    constexpr inference_buffers() noexcept {} // the buffers stay unset

    /// Z_{I+1} for I = 1 .. depth - 1; the last layer writes to the caller's result.
    template <int I, int Rows = B>
    constexpr auto output() noexcept {
        return view<T, Rows, Network::template layer_type<I>::outputs>(data_[I % 2]);
    }

private:
    alignas(64) T data_[2][detail::padded<T>(B * (Network::widest_hidden > 0 ? Network::widest_hidden : 1))];
};

} // namespace handgrad::inline HANDGRAD_ISA
