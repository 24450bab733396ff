// A function of an object, where an activation has none.
// expect: its `value` must be a public `template <class V> static constexpr V value\(V z\)`
// expect: not_an_activation<.*dense<2, 16, .*square
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

struct square {
    static constexpr const char* name = "square";
    template <class V>
#ifdef WELL_FORMED
    static constexpr V value(V z){
#else
    constexpr V value(V z) const {
#endif
        return z * z;
} template <class V>
static constexpr V derivative_from_input(V z) {
    return z + z;
}
}
;

using net = hg::mlp<square, 2, 16, 4>;
hg::parameters<net> p;
