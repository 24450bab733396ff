/// What the compilers do with registers, which is no property of a machine.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel::compiler {

/// From what depth on two chains and a tail are no trouble: shorter loops clang unrolls whole, and loses all
/// order among its registers.
#if defined(__clang__)
inline constexpr int shortest_tail = 32;
#else
inline constexpr int shortest_tail = 1;
#endif

/// Passes of a loop after which the accumulators may go through memory before what is left over: in a sum
/// that goes on after its loop g++ spills some of them within it, in every pass.
#if defined(__clang__)
inline constexpr int passes_before_pause = 1 << 30;
#else
inline constexpr int passes_before_pause = 12;
#endif

/// Whether what happens to finished sums, if it is more than a store, is a function of its own: inlined, g++
/// keeps registers for it through the loop before, where it then spills accumulators in every pass.
#if defined(__clang__)
inline constexpr bool changes_apart = false;
#else
inline constexpr bool changes_apart = true;
#endif

} // namespace kernel::compiler
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
