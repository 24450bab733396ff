/// A verdict from several judgements.
#pragma once

#include <handgrad/layer/verdict.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

template <bool Good, class Mistake>
using unless = std::type_identity<std::conditional_t<Good, well_formed, Mistake>>;

/// The first of some judgements that is a mistake, or well_formed.
template <class... Judgements>
struct first_mistake : std::type_identity<well_formed> {};
template <class... Rest>
struct first_mistake<std::type_identity<well_formed>, Rest...> : first_mistake<Rest...> {};
template <class Mistake, class... Rest>
struct first_mistake<std::type_identity<Mistake>, Rest...> : std::type_identity<Mistake> {};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad
