// An activation of one's own without a derivative.
// expect: a layer was given something else than an activation: this type lacks a public `template <class
// expect: V> static constexpr V derivative_from_output\(V y\)`, or `derivative_from_input\(V z\)`
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
#endif
};
using net = hg::network<hg::dense<2, 16, square>, hg::dense<16, 2>>;

int main() {
    hg::parameters<net> p;
    const auto y = net::forward(p, hg::row(0.5f, 0.5f));
    return y(0, 1) > 0;
}
