// An activation that treats the vector it is given as one number.
// expect: a number becomes a vector first, V\(number\); where lanes differ: select
// expect: function .*operator>|deleted operator '>'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

struct cut {
    template <class V>
    static constexpr V value(V z) {
#ifdef WELL_FORMED
        return select(z > V(0), z, V(0));
#else
        return z > 0 ? z : V(0);
#endif
    }
};

int main() { return cut::value(hg::simd::scalar_vector<float>(1)).v > 0; }
