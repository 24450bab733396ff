/// The macros of the library: how a function is inlined, the namespace of the instruction set, and the stack.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/flags.hpp>

/// Small functions are inlined at every optimization level: no weak copy of them is left for the linker to
/// choose between translation units that were built for different instruction sets.
#define HANDGRAD_INLINE __attribute__((__always_inline__)) inline

/// The same for a lambda, whose attribute must stand after its parameters.
#define HANDGRAD_INLINE_LAMBDA __attribute__((__always_inline__))

/// What a function returns lies in the object that it is called on: Clang warns where that is a temporary
/// which is gone when the result is used.
#if defined(__clang__)
#define HANDGRAD_OF_THIS [[clang::lifetimebound]]
#else
#define HANDGRAD_OF_THIS
#endif

/// A function that all its callers share: neither inlined nor cloned for one of them.
#if defined(__clang__)
#define HANDGRAD_APART __attribute__((__noinline__))
#else
#define HANDGRAD_APART __attribute__((__noinline__, __noclone__))
#endif

/// Whether a build looks at what costs time to look at (core/check.hpp): one without NDEBUG, or one that says
/// so itself.
#if !defined(NDEBUG) && !defined(HANDGRAD_CHECKED)
#define HANDGRAD_CHECKED
#endif

/// Everything that is compiled into real functions stands between these two, in an inline namespace that is
/// named for the instruction set, and for checks where they are made, so that two translation units that
/// differ in these never share a symbol:
///     namespace handgrad {
///     HANDGRAD_BEGIN_ISA
///     ...
///     HANDGRAD_END_ISA
///     } // namespace handgrad
#if defined(HANDGRAD_LANES) // of floats in a vector of the scalar back end (simd/lanes/)
#define HANDGRAD_ISA_OF(lanes) isa_##lanes##_lanes
#define HANDGRAD_CHECKED_ISA_OF(lanes) isa_##lanes##_lanes_checked
#if !defined(HANDGRAD_CHECKED)
#define HANDGRAD_ISA(lanes) HANDGRAD_ISA_OF(lanes)
#else
#define HANDGRAD_ISA(lanes) HANDGRAD_CHECKED_ISA_OF(lanes)
#endif
#define HANDGRAD_BEGIN_ISA inline namespace HANDGRAD_ISA(HANDGRAD_LANES) {
#elif defined(__AVX2__) && defined(__FMA__)
#if !defined(HANDGRAD_CHECKED)
#define HANDGRAD_BEGIN_ISA inline namespace isa_avx2 {
#else
#define HANDGRAD_BEGIN_ISA inline namespace isa_avx2_checked {
#endif
#else
#if !defined(HANDGRAD_CHECKED)
#define HANDGRAD_BEGIN_ISA inline namespace isa_scalar {
#else
#define HANDGRAD_BEGIN_ISA inline namespace isa_scalar_checked {
#endif
#endif
#define HANDGRAD_END_ISA }

/// The bytes that a call may put on the stack, or return, before it asks for a workspace, or for a place of
/// yours to write to: threads of audio or game engines often have no more than 256 KB.
#if !defined(HANDGRAD_STACK_BUDGET)
#define HANDGRAD_STACK_BUDGET 131072
#endif

#include <handgrad/core/pop_macros.hpp>
