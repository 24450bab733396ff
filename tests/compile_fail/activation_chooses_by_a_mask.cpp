// An activation that asks a comparison of vectors for one answer.
// expect: lanes differ: select\(mask, a, b\)
// expect: use.* deleted function
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

struct cut {
    template <class V>
    static constexpr V value(V z) {
#ifdef WELL_FORMED
        return select(z > V(0), z, V(0));
#else
        return z > V(0) ? z : V(0);
#endif
    }
};

int main() { return cut::value(hg::simd::scalar_vector<float>(1)).v > 0; }
