// A user's own #include of the processor's header, BEFORE the library's or AFTER them, is as good as alone.
#if defined(BEFORE)
#include BEFORE
#endif
#include <handgrad/simd/select.hpp>
#if defined(AFTER)
#include AFTER
#endif

__m128d some(__m128d a) { return _mm_add_pd(a, a); }
float library(float a) { return sum_of_halves(handgrad::simd::native_vector<float>(a)); }

#if defined(ALL_INSTRUCTIONS)
// Of a part that the library includes, of one that it does not, and of <immintrin.h> itself.
__m256 avx(__m256 a) { return _mm256_fmadd_ps(a, a, a); }
__m128i f16c(__m256 a) { return _mm256_cvtps_ph(a, 0); }
unsigned bmi2(unsigned a) { return _pext_u32(a, 3); }
[[gnu::target("avx512f")]] __m512 avx512(__m512 a) { return _mm512_fmadd_ps(a, a, a); }
[[gnu::target("aes")]] __m128i aes(__m128i a) { return _mm_aesimc_si128(a); }
[[gnu::target("rdrnd")]] int random(unsigned* a) { return _rdrand32_step(a); }
#endif
