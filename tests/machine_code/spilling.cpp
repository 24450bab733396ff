// What the check must find: more accumulators than there are registers, and a call between the products.
#include <immintrin.h>

void elsewhere();

void spilling(const float* a, const float* b, float* c, int depth) {
    __m256 sum[24] = {};
    for (int k = 0; k < depth; ++k)
#if defined(__clang__)
#pragma clang loop unroll(full)
#else
#pragma GCC unroll 24
#endif
        for (int i = 0; i < 24; ++i)
            sum[i] = _mm256_fmadd_ps(_mm256_broadcast_ss(a + 24 * k + i), _mm256_loadu_ps(b + 8 * k), sum[i]);
    elsewhere();
    for (int i = 0; i < 24; ++i) _mm256_storeu_ps(c + 8 * i, sum[i]);
}
