// An activation of one's own that offers both derivatives.
// expect: an activation must offer derivative_from_output or derivative_from_input, but not both
// expect: not_an_activation<.*dense<2, 16, .*twice
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

struct twice {
    static constexpr const char* name = "twice";
    template <class V>
    static constexpr V value(V z) {
        return z + z;
    }
    template <class V>
    static constexpr V derivative_from_output(V) {
        return V(2);
    }
#ifndef WELL_FORMED
    template <class V>
    static constexpr V derivative_from_input(V) {
        return V(2);
    }
#endif
};
using net = hg::network<hg::dense<2, 16, twice>, hg::dense<16, 2>>;

int main() {
    hg::parameters<net> p;
    const auto y = net::forward(p, hg::row(0.5f, 0.5f));
    return y(0, 1) > 0;
}
