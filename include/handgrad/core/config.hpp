/// The macros of the library: how a function is inlined, the namespace of the instruction set, and the stack.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/flags.hpp>
#include <handgrad/core/isa.hpp>

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

/// Everything that is compiled into real functions stands between these two, in an inline namespace that is
/// named for the instruction set, and for checks where they are made, so that two translation units that
/// differ in these never share a symbol:
///     namespace handgrad {
///     HANDGRAD_BEGIN_ISA
///     ...
///     HANDGRAD_END_ISA
///     } // namespace handgrad
#define HANDGRAD_BEGIN_ISA inline namespace HANDGRAD_ISA {
#define HANDGRAD_END_ISA }

/// The bytes that a call may put on the stack, or return, before it asks for a workspace, or for a place of
/// yours to write to: threads of audio or game engines often have no more than 256 KB.
#if !defined(HANDGRAD_STACK_BUDGET)
#define HANDGRAD_STACK_BUDGET 131072
#endif

#include <handgrad/core/pop_macros.hpp>
