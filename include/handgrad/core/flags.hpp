/// What the library asks of the compiler and of its flags. Each sentence is told once a unit, also where the
/// headers are a system's (-isystem), and nothing follows an error.
#pragma once
#pragma GCC system_header // where a pedantic compiler says no more than the warning

// An #include that finds no file ends the compilation: after an #error each line that uses the library would
// be one more error.
#if !(defined(__clang__) || defined(__GNUC__)) || (!defined(__clang__) && __GNUC__ < 12) ||                  \
    (defined(__clang__) && !defined(__apple_build_version__) && __clang_major__ < 16) ||                     \
    (defined(__apple_build_version__) && __clang_major__ < 15) // which is made of clang 16
#include "handgrad needs g++ 12, clang 16, or a newer one (this is about the compiler, not about a file)"
#elif !defined(__cplusplus) || __cplusplus < 202002L
#include "handgrad needs C++20: compile with -std=c++20 (this is about the language, not about a file)"
#elif __FLT_EVAL_METHOD__ == 1 || __FLT_EVAL_METHOD__ == 2 || __FLT_EVAL_METHOD__ == -1
#include "handgrad needs float and double computed as such, not by x87: -msse2 -mfpmath=sse (this is about arithmetic, not about a file)"
#elif __FLT_RADIX__ != 2 || __FLT_MANT_DIG__ != 24 || __DBL_MANT_DIG__ != 53 || __DBL_MAX_EXP__ != 1024
#include "handgrad needs float and double to be IEEE 754's of 32 and 64 bits (this is about arithmetic, not about a file)"
#endif

// Defined by who builds for x86 without AVX2 and FMA on purpose, for a machine that lacks them or for one of
// the units that a program chooses from at run time: HANDGRAD_WITHOUT_AVX2. Nothing else depends on it.
// (HANDGRAD_FORCE_SCALAR and HANDGRAD_LANES, which choose a back end, say as much.)
#if (defined(__x86_64__) || defined(__i386__)) && !(defined(__AVX2__) && defined(__FMA__)) &&                \
    !defined(HANDGRAD_WITHOUT_AVX2) && !defined(HANDGRAD_FORCE_SCALAR) && !defined(HANDGRAD_LANES)
#warning handgrad: AVX2 and FMA are not both switched on, some 35 times slower (and 10 times slower than plain loops, whose bits differ): compile with -march=native, or -march=x86-64-v3; if it is meant, -DHANDGRAD_WITHOUT_AVX2 silences this
#endif
