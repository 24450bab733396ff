/// Loops that are gone before the optimiser counts registers.
#pragma once

/// Before a loop whose count is a constant of at most 16: it is unrolled whole at every optimisation level
/// above -O0. Neither compiler may be left to its own guess, for a loop over accumulators that stays a loop
/// keeps them in memory.
#if defined(__clang__)
#define HANDGRAD_UNROLL _Pragma("clang loop unroll(full)")
#else
#define HANDGRAD_UNROLL _Pragma("GCC unroll 16")
#endif
