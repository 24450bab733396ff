/// The inference form of layers that are there for training: that of what they wrap.
#pragma once

#include <handgrad/frozen/chain.hpp>
#include <handgrad/layer/checkpoint.hpp>
#include <handgrad/layer/fixed.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

template <class Layer, class Weight>
struct frozen_form<fixed<Layer>, Weight> : frozen_form<Layer, Weight> {};

template <class... Layers, class Weight>
struct frozen_form<checkpoint<Layers...>, Weight> : frozen_form<chain<Layers...>, Weight> {};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad
