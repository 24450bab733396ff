// Compiled once for each back end, under the name BENCH_BACKEND.
#include "triples.hpp"

#include <handgrad/simd/select.hpp>

namespace hg = handgrad;

void BENCH_BACKEND(const triple* of, int count, float* out) {
    using V = hg::simd::native_vector<float>;
    for (int i = 0; i < count; i += V::width) {
        float a[V::width], b[V::width], c[V::width];
        for (int l = 0; l < V::width; ++l) {
            a[l] = of[i + l].a;
            b[l] = of[i + l].b;
            c[l] = of[i + l].c;
        }
        fma(V::load(a), V::load(b), V::load(c)).store(out + i);
    }
}
