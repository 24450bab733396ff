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
    /// By tensor_kind.
    std::array<const char*, 8> names;
    /// A tensor that the library may add to those of a norm, and that nobody here needs. Or nullptr.
    const char* counter;

    constexpr const char* name_of(const parameter_tensor& t) const noexcept {
        return t.kind == tensor_kind::other ? t.name : names[static_cast<std::size_t>(t.kind)];
    }
};

/// The same of files whose pictures lie as they do here, a pixel's channels together.
constexpr convention channels_last(convention as) noexcept {
    as.channels_last = true;
    return as;
}

/// The state_dict of an nn.Sequential: "0.weight", "0.bias", "2.weight", ...
inline constexpr convention pytorch{
    "PyTorch",
    numbering::modules,
    false,
    false,
    {"weight", "weight", "bias", "weight", "bias", "running_mean", "running_var", "weight"},
    "num_batches_tracked"};

/// Keras' names of weights; those of its layers have to be given.
inline constexpr convention keras{
    "Keras",
    numbering::none,
    true,
    true,
    {"kernel", "kernel", "bias", "gamma", "beta", "moving_mean", "moving_variance", "alpha"},
    nullptr};

/// As numbers lie in this library's parameters: "1.weights" is what weights<1>() are.
inline constexpr convention handgrad{
    "handgrad",
    numbering::layers,
    true,
    true,
    {"weights", "kernel", "biases", "scales", "shifts", "means", "variances", "slopes"},
    nullptr};

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
