/// What the outputs of a network are known to be, and what a loss takes them for.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// Option `static constexpr outputs_are results` of a layer or an activation: what a row of its outputs is.
enum class outputs_are {
    anything,
    probabilities, ///< of classes, made by softmax
    sigmoids,      ///< numbers between 0 and 1, each by itself
};

/// Option `static constexpr outputs_as takes` of a loss: what it takes a row of outputs for.
enum class outputs_as {
    anything,
    logits_of_classes, ///< it applies softmax itself
    logits,            ///< it applies sigmoid itself
    logarithms,        ///< of the probabilities of classes
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
