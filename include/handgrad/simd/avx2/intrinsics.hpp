/// The intrinsics that the AVX2 + FMA back end calls: SSE to SSE4.1, AVX, AVX2 and FMA.
#pragma once

#include <handgrad/core/push_macros.hpp>

// <immintrin.h> declares what any processor has, whatever the machine is: nine tenths of it are AVX-512 and
// newer, and took a quarter of the time that all of this library needs to compile. So its parts are included
// one by one. From AVX on they refuse that unless they see the guard of <immintrin.h>: it is lent to them,
// and taken back, so that a user's own #include <immintrin.h>, before this file or after it, declares all of
// it. (Each part has a guard of its own.)
//
// So the headers of GCC and Clang are built, up to the newest that are known here. Of any other compiler
// <immintrin.h> is taken as a whole.
#if defined(__EDG__) || defined(__INTEL_LLVM_COMPILER) || defined(_MSC_VER)
#include <immintrin.h>
#elif defined(__clang__) && __clang_major__ >= 14 && __clang_major__ <= 22
#include <smmintrin.h>
#if !defined(__IMMINTRIN_H)
#define __IMMINTRIN_H
#include <avxintrin.h>

#include <avx2intrin.h>
#include <fmaintrin.h>
#undef __IMMINTRIN_H
#endif
#elif !defined(__clang__) && __GNUC__ >= 11 && __GNUC__ <= 15
#include <smmintrin.h>
#if !defined(_IMMINTRIN_H_INCLUDED)
#define _IMMINTRIN_H_INCLUDED
#include <avxintrin.h>

#include <avx2intrin.h>
#include <fmaintrin.h>
#undef _IMMINTRIN_H_INCLUDED
#endif
#else
#include <immintrin.h>
#endif

#include <handgrad/core/pop_macros.hpp>
