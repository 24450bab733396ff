/// A row and what a network makes of it: a proof that numbers are where they belong.
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

/// An input and the output that belongs to it, as who trained the network found it. Empty: none.
struct example {
    std::vector<double> input = {}, output = {};
    double tolerance = 0; // of each output, absolute
};

namespace detail {

/// What the network makes of one row, computed on the heap: whatever its size.
template <class Network, class T, class X>
std::vector<T> output_of(const parameters<Network, T>& p, const X& input) {
    std::vector<T> x(input.size()), y(static_cast<std::size_t>(Network::outputs));
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<T>(input[i]);
    const auto hidden = std::make_unique<inference_buffers<Network, 1, T>>();
    handgrad::detail::infer<Network, 1, T>(view<const T, 1, Network::parameter_count>(p.data()),
                                           view<const T, 1, Network::inputs>(x.data()), *hidden,
                                           view<T, 1, Network::outputs>(y.data()));
    return y;
}

/// Complains if run(input), what the network makes of it, is something else.
template <class Network, class T, class F>
void check_example(const example& e, const std::string& what, error& errors, F run) {
    if (e.input.empty() && e.output.empty()) return;
    const auto check_count = [&](const char* of, std::size_t found, int expected) {
        if (found == static_cast<std::size_t>(expected)) return true;
        errors.add(what,
                   "found " + std::to_string(found) + " " + of + ", expected " + std::to_string(expected));
        return false;
    };
    if (!check_count("inputs", e.input.size(), Network::inputs) ||
        !check_count("outputs", e.output.size(), Network::outputs))
        return;
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
