// <handgrad/handgrad.hpp> includes no header that is slow to compile and of which it needs little.
#include <handgrad/handgrad.hpp>

#if defined(_AVX512FINTRIN_H_INCLUDED) || defined(__AVX512FINTRIN_H)
#error "all of <immintrin.h>: is the compiler newer than simd/avx2/intrinsics.hpp knows?"
#endif
