/// The name of the instruction set that a unit is compiled for.
#pragma once

#include <handgrad/core/push_macros.hpp>

// HANDGRAD_ISA is one word, such as isa_v3 or isa_v4_icl_bf16_checked (docs/numerics.md has the table): a
// base, and a word for each option beyond it. Whatever lets a compiler use other instructions for the same
// source makes another word; what is compiled into real functions stands in a namespace of that name, so that
// units which differ in it never share one. Options that only give new intrinsics (AES, SHA, ..) are no
// words.

// `word` if `macro` is defined, as 1, else nothing.
#define HANDGRAD_ISA_1 ,
#define HANDGRAD_ISA_SECOND(first, second, ...) second
#define HANDGRAD_ISA_ASK(known, word) HANDGRAD_ISA_SECOND(known word, , )
#define HANDGRAD_ISA_LOOK(value, word) HANDGRAD_ISA_ASK(HANDGRAD_ISA_##value, word)
#define HANDGRAD_ISA_WORD(macro, word) HANDGRAD_ISA_LOOK(macro, word)
#define HANDGRAD_ISA_GLUE(a, b, c, d, e, f, g, h) a##b##c##d##e##f##g##h
#define HANDGRAD_ISA_JOIN(a, b, c, d, e, f, g, h) HANDGRAD_ISA_GLUE(a, b, c, d, e, f, g, h)

#if defined(__x86_64__) || defined(__i386__)

// The base is a level of x86-64 if all of it is there, else the newest of the vector instructions, each of
// which brings those before it.
#define HANDGRAD_ISA_POPCNT HANDGRAD_ISA_WORD(__POPCNT__, _popcnt)
#if defined(__POPCNT__) && defined(__LZCNT__) && defined(__MOVBE__) && defined(__BMI__) &&                   \
    defined(__BMI2__) && defined(__F16C__) && defined(__FMA__)
#define HANDGRAD_ISA_LEVEL 3 // but for the vectors
#else
#define HANDGRAD_ISA_LEVEL 0
#endif
#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512CD__) && defined(__AVX512DQ__) &&       \
    defined(__AVX512VL__) && HANDGRAD_ISA_LEVEL == 3
#define HANDGRAD_ISA_BASE isa_v4
#define HANDGRAD_ISA_WHOLE_LEVEL
#elif defined(__AVX512F__)
#define HANDGRAD_ISA_BASE isa_avx512
#elif defined(__AVX2__) && HANDGRAD_ISA_LEVEL == 3
#define HANDGRAD_ISA_BASE isa_v3
#define HANDGRAD_ISA_WHOLE_LEVEL
#elif defined(__AVX2__)
#define HANDGRAD_ISA_BASE isa_avx2
#elif defined(__AVX__)
#define HANDGRAD_ISA_BASE isa_avx
#elif defined(__SSE4_2__) && defined(__POPCNT__)
#define HANDGRAD_ISA_BASE isa_v2
#undef HANDGRAD_ISA_POPCNT
#define HANDGRAD_ISA_POPCNT
#elif defined(__SSE4_2__)
#define HANDGRAD_ISA_BASE isa_sse42
#elif defined(__SSE4_1__)
#define HANDGRAD_ISA_BASE isa_sse41
#elif defined(__SSSE3__)
#define HANDGRAD_ISA_BASE isa_ssse3
#elif defined(__SSE3__)
#define HANDGRAD_ISA_BASE isa_sse3
#elif defined(__SSE2__)
#define HANDGRAD_ISA_BASE isa_v1
#else
#define HANDGRAD_ISA_BASE isa_x86
#endif

#if defined(HANDGRAD_ISA_WHOLE_LEVEL)
#define HANDGRAD_ISA_SCALARS
#else
#define HANDGRAD_ISA_SCALARS                                                                                 \
    HANDGRAD_ISA_JOIN(HANDGRAD_ISA_POPCNT, HANDGRAD_ISA_WORD(__LZCNT__, _lzcnt),                             \
                      HANDGRAD_ISA_WORD(__MOVBE__, _movbe), HANDGRAD_ISA_WORD(__BMI__, _bmi),                \
                      HANDGRAD_ISA_WORD(__BMI2__, _bmi2), HANDGRAD_ISA_WORD(__F16C__, _f16c),                \
                      HANDGRAD_ISA_WORD(__FMA__, _fma), )
#endif

// A group of which nothing is there is left out whole: the name is looked up in every header.
#if defined(__AVX512F__) && !defined(HANDGRAD_ISA_WHOLE_LEVEL)
#define HANDGRAD_ISA_PARTS                                                                                   \
    HANDGRAD_ISA_JOIN(HANDGRAD_ISA_WORD(__AVX512BW__, _bw), HANDGRAD_ISA_WORD(__AVX512CD__, _cd),            \
                      HANDGRAD_ISA_WORD(__AVX512DQ__, _dq), HANDGRAD_ISA_WORD(__AVX512VL__, _vl),            \
                      HANDGRAD_ISA_WORD(__AVX512ER__, _er), , , )
#else
#define HANDGRAD_ISA_PARTS
#endif
// What Ice Lake and Zen 4 have is one word, and so is what Sapphire Rapids has besides.
#if defined(__AVX512VNNI__) && defined(__AVX512VBMI__) && defined(__AVX512VBMI2__) &&                        \
    defined(__AVX512BITALG__) && defined(__AVX512VPOPCNTDQ__) && defined(__AVX512IFMA__) &&                  \
    defined(__GFNI__)
#if defined(__AVX512BF16__) && defined(__AVX512FP16__) && defined(__AVXVNNI__)
#define HANDGRAD_ISA_NEWER _spr
#define HANDGRAD_ISA_SPR
#else
#define HANDGRAD_ISA_NEWER _icl
#endif
#elif defined(__AVX512VNNI__) || defined(__AVX512VBMI__) || defined(__AVX512VBMI2__) ||                      \
    defined(__AVX512BITALG__) || defined(__AVX512VPOPCNTDQ__) || defined(__AVX512IFMA__) ||                  \
    defined(__GFNI__)
#define HANDGRAD_ISA_NEWER                                                                                   \
    HANDGRAD_ISA_JOIN(HANDGRAD_ISA_WORD(__AVX512VNNI__, _vnni), HANDGRAD_ISA_WORD(__AVX512VBMI__, _vbmi),    \
                      HANDGRAD_ISA_WORD(__AVX512VBMI2__, _vbmi2),                                            \
                      HANDGRAD_ISA_WORD(__AVX512BITALG__, _bitalg),                                          \
                      HANDGRAD_ISA_WORD(__AVX512VPOPCNTDQ__, _vpopcnt),                                      \
                      HANDGRAD_ISA_WORD(__AVX512IFMA__, _ifma), HANDGRAD_ISA_WORD(__GFNI__, _gfni), )
#else
#define HANDGRAD_ISA_NEWER
#endif
#if !defined(HANDGRAD_ISA_SPR) && (defined(__AVX512BF16__) || defined(__AVX512FP16__) || defined(__AVXVNNI__))
#define HANDGRAD_ISA_NUMBERS                                                                                 \
    HANDGRAD_ISA_JOIN(HANDGRAD_ISA_WORD(__AVX512BF16__, _bf16), HANDGRAD_ISA_WORD(__AVX512FP16__, _fp16),    \
                      HANDGRAD_ISA_WORD(__AVXVNNI__, _avxvnni), , , , , )
#else
#define HANDGRAD_ISA_NUMBERS
#endif
#if defined(__AVXIFMA__) || defined(__AVXVNNIINT8__) || defined(__AVX10_2__) || defined(__APX_F__)
#define HANDGRAD_ISA_NEWEST                                                                                  \
    HANDGRAD_ISA_JOIN(HANDGRAD_ISA_WORD(__AVXIFMA__, _avxifma), HANDGRAD_ISA_WORD(__AVXVNNIINT8__, _vnni8),  \
                      HANDGRAD_ISA_WORD(__AVX10_2__, _avx102), HANDGRAD_ISA_WORD(__APX_F__, _apx), , , , )
#else
#define HANDGRAD_ISA_NEWEST
#endif
#if defined(__SSE4A__) || defined(__FMA4__) || defined(__XOP__) || defined(__TBM__)
#define HANDGRAD_ISA_OF_AMD                                                                                  \
    HANDGRAD_ISA_JOIN(HANDGRAD_ISA_WORD(__SSE4A__, _sse4a), HANDGRAD_ISA_WORD(__FMA4__, _fma4),              \
                      HANDGRAD_ISA_WORD(__XOP__, _xop), HANDGRAD_ISA_WORD(__TBM__, _tbm), , , , )
#else
#define HANDGRAD_ISA_OF_AMD
#endif
#define HANDGRAD_ISA_OPTIONS                                                                                 \
    HANDGRAD_ISA_JOIN(HANDGRAD_ISA_SCALARS, HANDGRAD_ISA_PARTS, HANDGRAD_ISA_NEWER, HANDGRAD_ISA_NUMBERS,    \
                      HANDGRAD_ISA_NEWEST, HANDGRAD_ISA_OF_AMD, , )

#elif defined(__aarch64__)

#define HANDGRAD_ISA_BASE isa_a64
// Some macros are defined as a version.
#if defined(__ARM_FEATURE_RCPC)
#define HANDGRAD_ISA_RCPC HANDGRAD_ISA_JOIN(_rcpc, __ARM_FEATURE_RCPC, , , , , , )
#else
#define HANDGRAD_ISA_RCPC
#endif
#define HANDGRAD_ISA_V8                                                                                      \
    HANDGRAD_ISA_JOIN(HANDGRAD_ISA_WORD(__ARM_FEATURE_ATOMICS, _lse), HANDGRAD_ISA_RCPC,                     \
                      HANDGRAD_ISA_WORD(__ARM_FEATURE_DOTPROD, _dot),                                        \
                      HANDGRAD_ISA_WORD(__ARM_FEATURE_FP16_VECTOR_ARITHMETIC, _fp16),                        \
                      HANDGRAD_ISA_WORD(__ARM_FEATURE_FP16_FML, _fml),                                       \
                      HANDGRAD_ISA_WORD(__ARM_FEATURE_COMPLEX, _fcma),                                       \
                      HANDGRAD_ISA_WORD(__ARM_FEATURE_BF16_VECTOR_ARITHMETIC, _bf16),                        \
                      HANDGRAD_ISA_WORD(__ARM_FEATURE_MATMUL_INT8, _i8mm))
#if defined(__ARM_FEATURE_SVE_BITS) && __ARM_FEATURE_SVE_BITS > 0
#define HANDGRAD_ISA_SVE HANDGRAD_ISA_JOIN(_sve, __ARM_FEATURE_SVE_BITS, , , , , , )
#else
#define HANDGRAD_ISA_SVE HANDGRAD_ISA_WORD(__ARM_FEATURE_SVE, _sve)
#endif
#define HANDGRAD_ISA_V9                                                                                      \
    HANDGRAD_ISA_JOIN(                                                                                       \
        HANDGRAD_ISA_SVE, HANDGRAD_ISA_WORD(__ARM_FEATURE_SVE2, _2),                                         \
        HANDGRAD_ISA_WORD(__ARM_FEATURE_SVE2p1, _2p1), HANDGRAD_ISA_WORD(__ARM_FEATURE_SME, _sme),           \
        HANDGRAD_ISA_WORD(__ARM_FEATURE_SHA3, _sha3), HANDGRAD_ISA_WORD(__ARM_FEATURE_CSSC, _cssc),          \
        HANDGRAD_ISA_WORD(__ARM_FEATURE_MOPS, _mops), )
#define HANDGRAD_ISA_OPTIONS HANDGRAD_ISA_JOIN(HANDGRAD_ISA_V8, HANDGRAD_ISA_V9, , , , , , )

#elif defined(__arm__)

// Floating-point hardware is a set of bits, 2 half, 4 float, 8 double; so are Helium's vectors, 1 integers, 2
// floats.
#define HANDGRAD_ISA_BASE HANDGRAD_ISA_JOIN(isa_arm, __ARM_ARCH, , , , , , )
#if defined(__ARM_FP)
#define HANDGRAD_ISA_FP HANDGRAD_ISA_JOIN(_fp, __ARM_FP, , , , , , )
#else
#define HANDGRAD_ISA_FP
#endif
#if defined(__ARM_FEATURE_MVE)
#define HANDGRAD_ISA_MVE HANDGRAD_ISA_JOIN(_mve, __ARM_FEATURE_MVE, , , , , , )
#else
#define HANDGRAD_ISA_MVE
#endif
#define HANDGRAD_ISA_PROFILE                                                                                 \
    HANDGRAD_ISA_JOIN(                                                                                       \
        HANDGRAD_ISA_WORD(__thumb__, _thumb), HANDGRAD_ISA_WORD(__ARM_ARCH_8M_BASE__, _base),                \
        HANDGRAD_ISA_WORD(__ARM_ARCH_8_1M_MAIN__, _main81), HANDGRAD_ISA_WORD(__ARM_FEATURE_SIMD32, _dsp),   \
        HANDGRAD_ISA_WORD(__ARM_FEATURE_IDIV, _div), HANDGRAD_ISA_WORD(__ARM_FEATURE_CRC32, _v8), , )
#define HANDGRAD_ISA_VECTORS                                                                                 \
    HANDGRAD_ISA_JOIN(HANDGRAD_ISA_FP, HANDGRAD_ISA_WORD(__ARM_FEATURE_FMA, _fma),                           \
                      HANDGRAD_ISA_WORD(__ARM_NEON, _neon), HANDGRAD_ISA_MVE,                                \
                      HANDGRAD_ISA_WORD(__ARM_FEATURE_DOTPROD, _dot),                                        \
                      HANDGRAD_ISA_WORD(__ARM_FEATURE_FP16_VECTOR_ARITHMETIC, _fp16), , )
#define HANDGRAD_ISA_OPTIONS HANDGRAD_ISA_JOIN(HANDGRAD_ISA_PROFILE, HANDGRAD_ISA_VECTORS, , , , , , )

#else

// Of other machines the library keeps no instruction sets apart.
#define HANDGRAD_ISA_BASE isa_other
#define HANDGRAD_ISA_OPTIONS

#endif

/// Whether a build looks at what costs time to look at (core/check.hpp): one without NDEBUG, or one that says
/// so itself.
#if !defined(NDEBUG) && !defined(HANDGRAD_CHECKED)
#define HANDGRAD_CHECKED
#endif

// Besides, what the library is told: a back end, and checks.
#if defined(HANDGRAD_LANES)
#define HANDGRAD_ISA_BACK_END HANDGRAD_ISA_JOIN(_lanes, HANDGRAD_LANES, , , , , , )
#elif defined(HANDGRAD_FORCE_SCALAR)
#define HANDGRAD_ISA_BACK_END _scalar
#else
#define HANDGRAD_ISA_BACK_END
#endif
#if defined(HANDGRAD_CHECKED)
#define HANDGRAD_ISA_CHECKED _checked
#else
#define HANDGRAD_ISA_CHECKED
#endif

#define HANDGRAD_ISA                                                                                         \
    HANDGRAD_ISA_JOIN(HANDGRAD_ISA_BASE, HANDGRAD_ISA_OPTIONS, HANDGRAD_ISA_BACK_END, HANDGRAD_ISA_CHECKED,  \
                      , , , )

#include <handgrad/core/pop_macros.hpp>
