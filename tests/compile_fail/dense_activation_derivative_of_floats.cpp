// A derivative for one type of numbers.
// expect: its derivative must be a public `template <class V> static
// expect: not_an_activation<.*dense<2, 16, .*square
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

struct square {
    static constexpr const char* name = "square";
    template <class V>
    static constexpr V value(V z) {
        return z * z;
    }
#ifdef WELL_FORMED
    template <class V>
    static constexpr V derivative_from_input(V z) {
        return z + z;
    }
#else
    static constexpr float derivative_from_input(float z) { return z + z; }
#endif
};

using net = hg::mlp<square, 2, 16, 4>;
hg::parameters<net> p;
