/// What other libraries call the tensors of a layer, and in which order they count them.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/layer/tensors.hpp>

#include <array>
#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// How the layers of a network are named where no names are given.
enum class numbering {
    modules, // those of PyTorch's nn.Sequential from 0 on, in which an activation and a Flatten have numbers,
             // too
    layers,  // from 1 on
    none     // they have to be given
};

/// How many biases a library gives to a recurrent layer that adds two products.
enum class biases_of_products {
    as_here, // one or two, as the layer has them
    two,     // always
    one      // or, where that cannot be the sum of two, both as the rows of one tensor
};

/// How a library lays the tensors of a recurrent layer down.
struct recurrent_convention {
    const char *weights, *recurrent_weights, *biases, *recurrent_biases;
    /// What a sequence begins with, where it is among the parameters.
    const char *initial_output, *initial_cell;
    /// Whether layers of one kind and name, one after the other, are one module, in which they are counted:
    /// "gru.weight_ih_l0", "gru.weight_ih_l1".
    bool counted;
    biases_of_products products;
    /// The orders of gates; of a layer whose letters are in none of them, that is its own.
    std::array<const char*, 2> gates;

    constexpr const char* name_of(tensor_kind kind) const noexcept {
        switch (kind) {
        case tensor_kind::weights:
            return weights;
        case tensor_kind::recurrent_weights:
            return recurrent_weights;
        case tensor_kind::biases:
            return biases;
        case tensor_kind::recurrent_biases:
            return recurrent_biases;
        case tensor_kind::initial_output:
            return initial_output;
        default:
            return initial_cell;
        }
    }
};

/// How a library lays its tensors down. The name of one is that of its layer, a dot, and its own.
struct convention {
    const char* name; // for messages
    handgrad::io::numbering numbering;
    /// Whether the weights of a product are (inputs, outputs) and a kernel is (height, width, channels,
    /// filters), as here; else (outputs, inputs) and (filters, channels, height, width).
    bool inputs_first;
    /// Whether a picture is flattened as here, a pixel's channels together; else each channel is a plane. It
    /// is the order of the inputs of a dense layer, or of the numbers of a norm, behind pictures.
    bool channels_last;
    /// By tensor_kind, up to `slopes`.
    std::array<const char*, 9> names;
    /// A tensor that the library may add to those of a norm, and that nobody here needs. Or nullptr.
    const char* counter;
    recurrent_convention recurrent;

    constexpr const char* name_of(const parameter_tensor& t) const noexcept {
        if (t.kind == tensor_kind::other) return t.name;
        const auto kind = static_cast<std::size_t>(t.kind);
        return *t.gates.order || kind >= names.size() ? recurrent.name_of(t.kind) : names[kind];
    }
};

/// The same of files whose pictures lie as they do here, a pixel's channels together.
constexpr convention channels_last(convention as) noexcept {
    as.channels_last = true;
    return as;
}
/// The same of files with other names for what a sequence begins with, h_0 and the c_0 of an lstm: no library
/// has names of its own for it.
constexpr convention initial_states(convention as, const char* output, const char* cell = "c0") noexcept {
    as.recurrent.initial_output = output;
    as.recurrent.initial_cell = cell;
    return as;
}

/// The state_dict of an nn.Sequential: "0.weight", "0.bias", "2.weight", ...
inline constexpr convention pytorch{
    "PyTorch",
    numbering::modules,
    false,
    false,
    {"weight", "weight", "weight", "bias", "weight", "bias", "running_mean", "running_var", "weight"},
    "num_batches_tracked",
    {"weight_ih",
     "weight_hh",
     "bias_ih",
     "bias_hh",
     "initial_hidden_state",
     "initial_cell_state",
     true,
     biases_of_products::two,
     {"rzn", "ifgo"}}};

/// Keras' names of weights; those of its layers have to be given.
inline constexpr convention keras{
    "Keras",
    numbering::none,
    true,
    true,
    {"kernel", "embeddings", "kernel", "bias", "gamma", "beta", "moving_mean", "moving_variance", "alpha"},
    nullptr,
    {"kernel",
     "recurrent_kernel",
     "bias",
     "recurrent_bias",
     "initial_hidden_state",
     "initial_cell_state",
     false,
     biases_of_products::one,
     {"zrn", "ifgo"}}};

/// As numbers lie in this library's parameters: "1.weights" is what weights<1>() are.
inline constexpr convention handgrad{
    "handgrad",
    numbering::layers,
    true,
    true,
    {"weights", "weights", "kernel", "biases", "scales", "shifts", "means", "variances", "slopes"},
    nullptr,
    {"weights",
     "recurrent_weights",
     "biases",
     "recurrent_biases",
     "initial_output",
     "initial_cell",
     false,
     biases_of_products::as_here,
     {"", ""}}};

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
