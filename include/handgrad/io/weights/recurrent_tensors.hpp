/// How the tensors of a recurrent layer lie in a file: in which order its gates, and where its biases.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/convention.hpp>
#include <handgrad/layer/tensors.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io::detail {

/// Layers that have a product with what they said before.
template <class L>
inline constexpr bool is_recurrent = [] {
    for (const parameter_tensor& t : tensors_of<L>)
        if (t.kind == tensor_kind::recurrent_weights) return true;
    return false;
}();

/// The letters of a recurrent layer's gates; none of any other.
template <class L>
inline constexpr gate_columns gates_of = [] {
    for (const parameter_tensor& t : tensors_of<L>)
        if (t.kind == tensor_kind::recurrent_weights) return t.gates;
    return gate_columns{};
}();

/// Whether L is a gru_v1: three gates, of which none has biases apart.
template <class L>
inline constexpr bool
    resets_before_product = std::string_view(gates_of<L>.order).size() == 3 && gates_of<L>.apart == 0;

/// Where a layer has the biases of that product among its parameters; -1 if it has none of their own.
template <class L>
consteval int find_recurrent_biases() {
    for (const parameter_tensor& t : tensors_of<L>)
        if (t.kind == tensor_kind::recurrent_biases) return t.first;
    return -1;
}

/// Where each gate is in a file; its own place of those that are not there.
struct gate_places {
    int count = 1;
    std::array<int, 4> place{0, 1, 2, 3};
};
constexpr gate_places places_of_gates(std::string_view here, const convention& as) noexcept {
    gate_places found;
    if (here.empty()) return found;
    found.count = static_cast<int>(here.size());
    for (const std::string_view there : as.recurrent.gates) {
        bool same = here.size() == there.size();
        for (const char gate : here) same = same && there.find(gate) != there.npos;
        if (!same) continue;
        for (std::size_t i = 0; i < here.size(); ++i) found.place[i] = static_cast<int>(there.find(here[i]));
    }
    return found;
}

} // namespace io::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
