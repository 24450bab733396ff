/// The intrinsics that the SSE2 back end calls; those of AVX, too, where they are switched on.
#pragma once

#include <handgrad/core/push_macros.hpp>

#if defined(__AVX__)
#include <handgrad/simd/avx2/intrinsics.hpp>
#else
#include <emmintrin.h>
#endif

#include <handgrad/core/pop_macros.hpp>
