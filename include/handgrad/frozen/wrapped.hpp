/// The inference form of layers that are there for training: that of what they wrap.
#pragma once

#include <handgrad/frozen/chain.hpp>
#include <handgrad/layer/checkpoint.hpp>
#include <handgrad/layer/fixed.hpp>

namespace handgrad::inline HANDGRAD_ISA::detail {

template <class Layer, class Weight>
struct frozen_form<fixed<Layer>, Weight> : frozen_form<Layer, Weight> {};

template <class... Layers, class Weight>
struct frozen_form<checkpoint<Layers...>, Weight> : frozen_form<chain<Layers...>, Weight> {};

} // namespace handgrad::inline HANDGRAD_ISA::detail
