// An activation of one's own whose `value` takes a number, not a vector.
// expect: this is no activation: its `value` must be a public `template <class V> static constexpr V
// expect: not_an_activation<.*dense<2, 16, .*twice
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

struct twice {
    static constexpr const char* name = "twice";
#ifdef WELL_FORMED
    template <class V>
    static constexpr V value(V z) {
        return z + z;
    }
#else
    static constexpr float value(float z) { return z + z; }
#endif
    template <class V>
    static constexpr V derivative_from_output(V) {
        return V(2);
    }
};
using net = hg::network<hg::dense<2, 16, twice>, hg::dense<16, 2>>;

int main() {
    hg::parameters<net> p;
    const auto y = net::forward(p, hg::row(0.5f, 0.5f));
    return y(0, 1) > 0;
}
