/// Which numbers of a layer's parameters belong together, for those who read and write files.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/count.hpp>
#include <handgrad/layer/concept.hpp>

#include <array>
#include <concepts>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// What a tensor is to its layer. Other libraries have names of their own for it, and the axes of the weights
/// of a product and of a `kernel` in another order.
enum class tensor_kind {
    weights,           // of a product: (inputs, outputs)
    embedding,         // a row for each token
    kernel,            // of a convolution: (height, width, channels, filters)
    biases,            // added to a product
    scales,            // gamma of a norm
    shifts,            // beta of a norm
    means,             // that a norm observes
    variances,         // that a norm observes
    slopes,            // of prelu
    recurrent_weights, // of the product with what the layer said before: (Hidden, columns)
    recurrent_biases,  // added to that
    initial_output,    // what it said before a sequence began
    initial_cell,      // what an lstm had in its cell then
    other              // what no other library has: by its own name
};

/// How the columns of a recurrent layer lie: one letter for each gate, whose columns are together. (n is what
/// a gru may become, g what an lstm may add to its cell.)
struct gate_columns {
    const char* order = "";
    /// A gate, or 0, where what is added to one product is not the same as what is added to the other, so
    /// that two biases cannot be one.
    char apart = 0;
};

/// Parameters first, first + 1, .. of a layer, row by row: as many as the product of the extents that are not
/// 0.
struct parameter_tensor {
    tensor_kind kind;
    int first;
    std::array<int, 4> extents;
    const char* name = ""; // of a tensor of the kind `other`
    gate_columns gates{};  // of a recurrent layer's weights and biases

    constexpr int size() const noexcept {
        int size = 1;
        for (const int extent : extents) size = detail::counted(1LL * size * (extent > 0 ? extent : 1));
        return size;
    }
};

namespace detail {

template <class L>
concept says_tensors = requires {
    { L::tensors[0] } -> std::convertible_to<parameter_tensor>;
};

template <class L>
consteval auto find_tensors() {
    if constexpr (says_tensors<L>)
        return L::tensors;
    else if constexpr (L::parameter_count == 0)
        return std::array<parameter_tensor, 0>{};
    else
        return std::array{parameter_tensor{tensor_kind::other, 0, {L::parameter_count}, "parameters"}};
}

/// W, and b after it if there is one.
template <bool HasBias>
consteval auto weights_and_biases(parameter_tensor weights, int outputs) {
    if constexpr (HasBias)
        return std::array{weights, parameter_tensor{tensor_kind::biases, weights.size(), {outputs}}};
    else
        return std::array{weights};
}

} // namespace detail

/// Option `std::array<parameter_tensor, K> tensors`: the tensors that the parameters of a layer are, in
/// order; a layer that is made of layers has theirs. Else all are one vector by the name of "parameters".
template <class L>
inline constexpr auto tensors_of = detail::find_tensors<detail::as_layer<L>>();

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
