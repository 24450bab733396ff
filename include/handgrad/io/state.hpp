/// What a network remembers of sequences to a file and back: a stream that goes on tomorrow, or elsewhere.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/sequence_state.hpp>
#include <handgrad/io/checkpoint.hpp>
#include <handgrad/io/result.hpp>
#include <handgrad/io/source.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Needed, class Budget>
struct loaded_state_exceeds_stack;
template <std::size_t Needed, std::size_t Budget>
struct loaded_state_exceeds_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "this state, on its way out of load_state, needs more bytes of the stack than "
                  "HANDGRAD_STACK_BUDGET: load_state_into(state, file), state static or on the heap");
};

} // namespace mistake

namespace io {

/// The bytes of a net::state<B>: its numbers, to the bit, and the steps that each sequence has made. It is
/// a checkpoint (io/checkpoint.hpp) of one part, a safetensors file that says whose state it is and has a
/// digest; a training that goes on from a state has it among the other parts of its checkpoint.
///
///     hg::io::write_file("voices.state", hg::io::save_state(state));
template <class T, int Sequences, int Size, std::uint64_t Fingerprint>
std::vector<std::byte> save_state(const sequence_state<T, Sequences, Size, Fingerprint>& state) {
    return try_save_checkpoint(state).value(); // which has no text of the caller's to complain of
}

/// The same state from these bytes. The state of another network, of another type of number or of another
/// number of sequences, and bytes that are not those that were written, are errors, and leave `state` as it
/// is.
template <class T, int Sequences, int Size, std::uint64_t Fingerprint>
result<void> try_load_state_into(sequence_state<T, Sequences, Size, Fingerprint>& state, const source& file) {
    return try_load_checkpoint(file, {}, state);
}
template <class T, int Sequences, int Size, std::uint64_t Fingerprint>
void load_state_into(sequence_state<T, Sequences, Size, Fingerprint>& state, const source& file) {
    try_load_state_into(state, file).value();
}

/// The same as a value: Network::state<B, T>.
///
///     auto state = hg::io::load_state<net, 8>(hg::io::read_file("voices.state"));
template <class Network, int B = 1, class T = float>
result<typename Network::template state<B, T>> try_load_state(const source& file) {
    using made = typename Network::template state<B, T>;
    using verdict =
        typename handgrad::detail::judge_bytes<2 * sizeof(made), mistake::loaded_state_exceeds_stack>::type;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = handgrad::detail::report<decltype(verdict{})>;
        return error();
    } else {
        result<made> state(made{});
        result<void> done = try_load_state_into(*state, file);
        if (!done) return std::move(done).error();
        return state;
    }
}
template <class Network, int B = 1, class T = float>
typename Network::template state<B, T> load_state(const source& file) {
    return try_load_state<Network, B, T>(file).value();
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
