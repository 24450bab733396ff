/// The inference form of a layer that is not trained: that of the layer itself.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/frozen/layer.hpp>
#include <handgrad/layer/fixed.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

template <class Layer, class Weight>
struct frozen_form<fixed<Layer>, Weight> : frozen_form<as_layer<Layer>, Weight> {};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
