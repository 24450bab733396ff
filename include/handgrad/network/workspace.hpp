/// Everything that one forward and one backward pass write.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/check.hpp>
#include <handgrad/core/view.hpp>
#include <handgrad/layer/compose/chain.hpp>
#include <handgrad/network/batch.hpp>
#include <handgrad/network/parameters.hpp>

#include <cstdint>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// About how many numbers a workspace has, found for a few rows and in a wider type: for many rows only.
template <class Network, extent B>
consteval long long numbers_of_workspace() {
    constexpr long long rows = 1LL * B.sequences * B.steps;
    if constexpr (rows > 1024 && B.sequences > 16 && B.steps < 1024) {
        constexpr extent few = B.with_sequences(16);
        using layer = as_layer<Network>;
        return (1LL * layer::template tape_size<few> + layer::template scratch_size<few> +
                2LL * rows_after<Network>(few) * Network::outputs) *
               ((B.sequences + 15LL) / 16);
    } else {
        return rows;
    }
}
/// B as `value`, or, if no workspace can be for that many rows, which is told, 1.
template <class Network, extent B>
struct rows_of_workspace {
    static constexpr int sequences = B.sequences, steps = B.steps;
    static_assert(sequences >= 1 && steps >= 1, "a workspace is for one row at least: Net::workspace<64>");
    static constexpr long long numbers = numbers_of_workspace<Network, B>();
    static_assert(numbers <= largest_count, "a workspace has at most 2147483647 numbers: take one for fewer "
                                            "rows, which train_step and predict work on in tiles");
    static constexpr extent value = sequences >= 1 && steps >= 1 && numbers <= largest_count ? B : extent(1);
};

/// What up to so many sequences of `Network` begin with: nothing, where it remembers nothing.
template <class Network, int Sequences, class T>
class fresh_memory {
    static constexpr int size = state_size_of<Network>;

public:
    constexpr fresh_memory() noexcept {} // the numbers stay unset

    /// Some sequences that begin. It overwrites what it gave before.
    template <int Some>
    constexpr memory<T, Some, size> beginning() noexcept {
        static_assert(Some <= Sequences);
        for (int i = 0; i < Some * size; ++i) numbers_[i] = T(0);
        return {numbers_, size, no_steps<Some>};
    }

private:
    alignas(64) T numbers_[Sequences * size];
};
template <class Network, int Sequences, class T>
    requires(!has_memory<Network>)
class fresh_memory<Network, Sequences, T> {};

/// The state that the sequences of a workspace begin with, and the gradient with respect to the one that they
/// end with, where nobody gives one.
template <class Network, extent B, class T>
struct states_of_workspace {
    fresh_memory<Network, B.sequences, T> state, gradient;
};
struct no_states {};

/// What layers that draw at random draw from.
struct randomness {
    rng random{1};
};
struct no_randomness {};

} // namespace detail

/// The buffers for tiles of up to B rows of `Network`: Z_2 .. Z_{L+1}, the layers' tapes, G_{L+1}, two
/// buffers between which the other G_i alternate, and the gradient of train_step. Its size is a constant:
/// sizeof(Net::workspace<B>). Not initialized: a pass writes what it reads. Keep it where you like: on the
/// stack, static, in a member, on the heap.
template <class Network, extent B, class T = float>
class workspace
    : std::conditional_t<draws<Network>, detail::randomness, detail::no_randomness>,
      std::conditional_t<has_memory<Network>, detail::states_of_workspace<Network, B, T>, detail::no_states> {
    using states = detail::states_of_workspace<Network, B, T>;
    template <extent Rows>
    using layout = typename detail::as_layer<Network>::template layout<Rows>;

public:
    using network_type = Network;
    using value_type = T;
    static constexpr int batch = B;
    static constexpr extent shape = B;
    static constexpr bool keeps_gradients = false;

    constexpr workspace() noexcept : workspace(detail::placed::at("a workspace", this)) {}

    /// Z_I of a tile of Rows <= B rows, I = 2 .. depth + 1 (Z_1 is the caller's).
    template <int I, extent Rows = B>
    constexpr auto activation() noexcept {
        if constexpr (I == Network::depth + 1)
            return view<T, rows_after<Network>(Rows), Network::outputs>(data_ + output_offset);
        else
            return layout<Rows>::template output<I - 1>(whole_tape<Rows>());
    }
    /// What layer I keeps for its backward pass.
    template <int I, extent Rows = B>
    constexpr auto tape() noexcept {
        return layout<Rows>::template tape<I>(whole_tape<Rows>());
    }
    /// Where G_{depth+1} goes, the gradient with respect to the output, which the backward pass may destroy.
    /// A trace keeps all G_I (network/trace.hpp).
    template <extent Rows = B>
    constexpr auto output_gradient() noexcept {
        return view<T, rows_after<Network>(Rows), Network::outputs>(data_ + gradient_offset);
    }

    /// All that a forward pass keeps for the backward pass but the last output.
    template <extent Rows = B>
    constexpr auto whole_tape() noexcept {
        return view<T, 1, detail::as_layer<Network>::template tape_size<Rows>>(data_);
    }
    /// What a pass uses as it likes.
    template <extent Rows = B>
    constexpr auto scratch() noexcept {
        return view<T, 1, detail::as_layer<Network>::template scratch_size<Rows>>(data_ + scratch_offset);
    }

    /// So many sequences that begin, and a gradient with respect to the state that they end with: zero.
    template <int Sequences>
    constexpr auto beginning() noexcept requires(has_memory<Network>) {
        return states::state.template beginning<Sequences>();
    }
    template <int Sequences>
    constexpr auto no_state_gradient() noexcept requires(has_memory<Network>) {
        return states::gradient.template beginning<Sequences>();
    }

    /// dl/dp of the last train_step, if that had to keep it; the next pass may write there.
    constexpr parameters<Network, T>& parameter_gradient() noexcept { return parameter_gradient_; }

    /// What layers such as dropout draw from, one number a pass: set it for the same masks again.
    constexpr rng& random() noexcept requires(draws<Network>) { return detail::randomness::random; }

private:
    constexpr explicit workspace(detail::placed) noexcept : parameter_gradient_{} {} // the buffers stay unset

    static constexpr int output_size = detail::padded(rows_after<Network>(B) * Network::outputs);
    static constexpr int output_offset = detail::as_layer<Network>::template tape_size<B>;
    static constexpr int gradient_offset = output_offset + output_size;
    static constexpr int scratch_offset = gradient_offset + output_size;

    alignas(64) T data_[scratch_offset + detail::as_layer<Network>::template scratch_size<B>];
    parameters<Network, T> parameter_gradient_;
};

namespace detail {

template <class X, class Workspace>
consteval extent find_batch_in() {
    constexpr int rows = batch_traits<X>::rows, steps = Workspace::shape.steps;
    static_assert(rows % steps == 0,
                  "a batch must be whole sequences, of as many steps as the workspace is for");
    return {rows / steps, steps};
}

/// X, a batch of static rows, as sequences of as many steps as the workspace is for.
template <class X, class Workspace>
inline constexpr extent batch_in = find_batch_in<X, Workspace>();

} // namespace detail

/// The place in which the Z_i alternate when no backward pass follows.
template <class Network, extent B, class T>
class inference_buffers {
public:
    constexpr inference_buffers() noexcept {} // the buffers stay unset

    template <extent Rows = B>
    constexpr auto scratch() noexcept {
        return view<T, 1, detail::as_layer<Network>::template scratch_size<Rows>>(data_);
    }

private:
    static constexpr int size = detail::as_layer<Network>::template scratch_size<B>;
    alignas(64) T data_[size > 0 ? size : 1];
};

namespace detail {

template <class Network, extent B, class T>
inline constexpr bool is_whole_object<workspace<Network, B, T>> = true;
/// Its parameter_gradient().
template <class Network, extent B, class T>
inline constexpr bool may_be_part<typename Network::template block<T>, workspace<Network, B, T>> = true;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
