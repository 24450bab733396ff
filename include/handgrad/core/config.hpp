/// The two macros of the library: how a function is inlined, and the namespace of the instruction set.
#pragma once

/// Small functions are inlined at every optimisation level: no weak copy of them is left for the linker to
/// choose between translation units that were built for different instruction sets.
#define HANDGRAD_INLINE __attribute__((always_inline)) inline

/// The same for a lambda, whose attribute must stand after its parameters.
#define HANDGRAD_INLINE_LAMBDA __attribute__((always_inline))

/// Everything that is compiled into real functions lives in `handgrad::inline HANDGRAD_ISA`, so that two
/// translation units built for different instruction sets never share a symbol.
#if defined(__AVX2__) && defined(__FMA__)
#define HANDGRAD_ISA isa_avx2
#else
#define HANDGRAD_ISA isa_scalar
#endif
