/// A frozen network from a file of tensors, without its parameters on the side.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/frozen/frozen.hpp>
#include <handgrad/io/load.hpp>

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Needed, class Budget>
struct loaded_network_exceeds_stack;
template <std::size_t Needed, std::size_t Budget>
struct loaded_network_exceeds_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "this frozen network, on its way out of load_frozen, needs more bytes of the stack than "
                  "HANDGRAD_STACK_BUDGET: load_frozen_into(f, file), f static or on the heap");
};

} // namespace mistake

namespace io {
namespace detail {

/// The numbers of a file, a layer at a time: room for those of the largest is all it takes.
template <class Network, class T>
class numbers_by_layer {
public:
    explicit numbers_by_layer(fitted_file<Network, T>& file) : file_(file) {}

    /// Parameters first .. first + count - 1, until the next call.
    const T* read(int first, int count) {
        if (room_.size() < static_cast<std::size_t>(count)) room_.resize(static_cast<std::size_t>(count));
        file_.copy(first, count, room_.data());
        return room_.data();
    }

private:
    fitted_file<Network, T>& file_;
    std::vector<T> room_;
};

/// What the network makes of an example.
template <class Network, class Weight>
auto output_of(const frozen<Network, Weight>& f, const std::vector<double>& input) {
    using T = typename frozen<Network, Weight>::value_type;
    using row_on_the_stack =
        typename handgrad::detail::judge_row<Network, T, view<const T, 1, Network::inputs>,
                                             mistake::predict_exceeds_stack>::type;
    return output_of<Network, T>(input, [&]<extent B>(const auto& x, auto& state, auto y) {
        if constexpr (looks_at_steps<Network>)
            f.forward(going_on(x, state), *std::make_unique<workspace<Network, B, T>>(), y);
        else if constexpr (is_well_formed<row_on_the_stack>)
            f.predict(x, y);
        else
            f.predict(x, *std::make_unique<workspace<Network, 1, T>>(), y);
    });
}

template <class Network, class Weight, class T>
result<void> try_load_frozen(const std::vector<tensor>& tensors, const origin* said, const std::string& file,
                             const load_options& options, frozen<Network, Weight>& f) {
    fitted_file<Network, T> fitted(tensors, said, file, options);
    if (fitted.errors()) return fitted.errors();
    numbers_by_layer<Network, T> numbers(fitted);
    const auto read = std::make_unique<frozen<Network, Weight>>(handgrad::detail::from_layers, numbers);
    fitted.check_digest();
    // Smaller weights give other numbers than those that the file has.
    fitted.check_examples(std::is_same_v<Weight, T>,
                          [&](const std::vector<double>& input) { return output_of(*read, input); });
    if (fitted.errors()) return fitted.errors();
    f = *read;
    return {};
}

} // namespace detail

/// A frozen network, its weights stored as `Weight`, from a safetensors file, as load reads it. The floats
/// are packed layer by layer: there is never a block of all of them. f is written to if all is well, else
/// left as it is.
template <class Network, class Weight>
result<void> try_load_frozen_into(frozen<Network, Weight>& f, const source& file,
                                  const load_options& options = {}) {
    using T = typename frozen<Network, Weight>::value_type;
    return detail::with_tensors<T>(
        file, options, [&](const std::vector<tensor>& tensors, const origin* said) {
            return detail::try_load_frozen<Network, Weight, T>(tensors, said, file.name, options, f);
        });
}
template <class Network, class Weight>
void load_frozen_into(frozen<Network, Weight>& f, const source& file, const load_options& options = {}) {
    try_load_frozen_into(f, file, options).value();
}

/// The same as a value:
///
///     static const auto f = hg::io::load_frozen<net, std::int8_t>(hg::io::read_file("digits.safetensors"));
template <class Network, class Weight = float>
result<frozen<Network, Weight>> try_load_frozen(const source& file, const load_options& options = {}) {
    using made = frozen<Network, Weight>;
    using verdict =
        typename handgrad::detail::judge_bytes<2 * sizeof(made), mistake::loaded_network_exceeds_stack>::type;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = handgrad::detail::report<decltype(verdict{})>;
        return error();
    } else {
        result<made> f(made{});
        result<void> done = try_load_frozen_into(*f, file, options);
        if (!done) return std::move(done).error();
        return f;
    }
}
template <class Network, class Weight = float>
frozen<Network, Weight> load_frozen(const source& file, const load_options& options = {}) {
    return try_load_frozen<Network, Weight>(file, options).value();
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
