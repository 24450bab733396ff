/// A row, or a sequence of rows, and what a network makes of it: a proof that numbers are where they belong.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/error.hpp>
#include <handgrad/io/numbers/exact_number.hpp>
#include <handgrad/io/numbers/text.hpp>
#include <handgrad/network/network.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// An input and the output that belongs to it, as who trained the network found it: one row, or, of a network
/// that looks from step to step, the rows of a sequence, from its beginning. Empty: none.
struct example {
    std::vector<double> input = {}, output = {};
    double tolerance = 0; // of each output, absolute
};

namespace detail {

/// The rows of an example where this library chooses it: enough for what is remembered to be heard of.
template <class Network>
inline constexpr int rows_of_example = looks_at_steps<Network> ? 4 * stride_of<Network> : 1;

template <class Network>
std::size_t outputs_of_example(std::size_t inputs) {
    std::size_t rows = inputs / static_cast<std::size_t>(Network::inputs);
    if constexpr (handgrad::detail::makes_one_row<Network>)
        rows = 1;
    else
        rows /= static_cast<std::size_t>(stride_of<Network>);
    return rows * static_cast<std::size_t>(Network::outputs);
}

/// What the network makes of an example: run.operator()<rows>(x, state, y) is for so many more.
template <class Network, class T, class X, class F>
std::vector<T> output_of(const X& input, F run) {
    using number = input_number<Network, T>;
    std::vector<number> x(input.size());
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<number>(input[i]);
    std::vector<T> y(outputs_of_example<Network>(x.size()));
    // What looks ahead gets all of them, whatever else as few as there can be, one run after the other.
    constexpr extent rows(1, looks_at_steps<Network> && is_causal<Network> ? stride_of<Network>
                                                                           : rows_of_example<Network>);
    constexpr extent made = rows_after<Network>(rows);
    constexpr int inputs = Network::inputs, outputs = Network::outputs;
    const auto state = std::make_unique<typename Network::template state<1, T>>();
    for (std::size_t k = 0; (k + 1) * rows * inputs <= x.size(); ++k) {
        const std::size_t at = handgrad::detail::makes_one_row<Network> ? 0 : k * made * outputs;
        run.template operator()<rows>(view<const number, rows, inputs>(x.data() + k * rows * inputs), *state,
                                      view<T, made, outputs>(y.data() + at));
    }
    return y;
}
/// The same, computed on the heap, whatever its size.
template <class Network, class T, class X>
std::vector<T> output_of(const parameters<Network, T>& p, const X& input) {
    const view<const T, 1, Network::parameter_count> numbers(p.data());
    return output_of<Network, T>(input, [&]<extent B>(const auto& x, auto& state, auto y) {
        const auto hidden = std::make_unique<inference_buffers<Network, B, T>>();
        if constexpr (has_memory<Network>)
            handgrad::detail::infer<Network, B, T>(numbers, x, *hidden, y, state.seen());
        else
            handgrad::detail::infer<Network, B, T>(numbers, x, *hidden, y, no_memory{});
        state.count_steps(B.steps);
    });
}

/// Whether there are as many inputs as an example of the network may have, and, if they are tokens, such as
/// it knows.
template <class Network>
bool check_example_input(const std::vector<double>& input, const std::string& what, error& errors) {
    constexpr std::size_t run = static_cast<std::size_t>(Network::inputs) *
                                static_cast<std::size_t>(!looks_at_steps<Network> ? 1
                                                         : is_causal<Network>     ? stride_of<Network>
                                                                                  : rows_of_example<Network>);
    constexpr bool any_steps = looks_at_steps<Network> && is_causal<Network>;
    if (any_steps ? input.empty() || input.size() % run != 0 : input.size() != run) {
        errors.add(what, "found " + std::to_string(input.size()) + " inputs, expected " +
                             std::to_string(run) + (any_steps ? " for each step" : ""));
        return false;
    }
    if constexpr (constexpr int tokens = input_count<Network>; tokens > 0)
        for (std::size_t i = 0; i < input.size(); ++i)
            if (!(input[i] >= 0 && input[i] < tokens &&
                  input[i] == static_cast<double>(static_cast<int>(input[i])))) {
                errors.add(what, "input " + std::to_string(i) + " is " + text_of(input[i]) +
                                     ", expected a token, 0 to " + std::to_string(tokens - 1));
                return false;
            }
    return true;
}

/// Complains if run(input), what the network makes of it, is something else.
template <class Network, class T, class F>
void check_example(const example& e, const std::string& what, error& errors, F run) {
    if (e.input.empty() && e.output.empty()) return;
    if (!check_example_input<Network>(e.input, what, errors)) return;
    if (const std::size_t outputs = outputs_of_example<Network>(e.input.size()); e.output.size() != outputs)
        return errors.add(what, "found " + std::to_string(e.output.size()) + " outputs, expected " +
                                    std::to_string(outputs));
    const std::vector<T> y = run(e.input);
    for (std::size_t i = 0; i < y.size(); ++i) {
        const auto found = static_cast<double>(y[i]);
        const double difference = found > e.output[i] ? found - e.output[i] : e.output[i] - found;
        // Asked of the bits where a number is none: under -ffast-math a comparison says anything.
        const bool near =
            is_finite(found) && is_finite(e.output[i]) && is_finite(e.tolerance) && difference <= e.tolerance;
        const bool equal = std::bit_cast<std::uint64_t>(found) == std::bit_cast<std::uint64_t>(e.output[i]);
        if (near || equal || (is_nan(found) && is_nan(e.output[i]))) continue;
        return errors.add(what, "output " + std::to_string(i) + " of the network with these numbers is " +
                                    text_of(y[i]) + ", expected " + text_of(e.output[i]) +
                                    (e.tolerance > 0 ? " within " + text_of(e.tolerance) : std::string()) +
                                    ": another activation, or layers of one shape in another order?");
    }
}

} // namespace detail
} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
