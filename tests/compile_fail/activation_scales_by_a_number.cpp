// An activation that multiplies a vector by a number.
// expect: a number becomes a vector first: V\(number\)
// expect: function .*operator\*|deleted operator '\*'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

struct half {
    template <class V>
    static constexpr V value(V z) {
#ifdef WELL_FORMED
        return V(0.5f) * z;
#else
        return 0.5f * z;
#endif
    }
};

int main() { return half::value(hg::simd::scalar_vector<float>(1)).v > 0; }
