// A scheme for one shape of weights.
// expect: this initializer is called as scheme\(w, rng\), w a view<T, In, Out>
// expect: not_an_initializer<.*halves>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

struct halves {
#ifdef WELL_FORMED
    template <class T, int In, int Out>
    constexpr void operator()(hg::view<T, In, Out> w, hg::rng&) const {
#else
    constexpr void operator()(hg::view<float, 2, 16> w, hg::rng&) const {
#endif
        for (auto& x
             : w) x = 0.5f;
}
}
;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    static hg::parameters<net> p;
    hg::rng r(1);
    net::initialize(p, r, halves{});
    return p[0] > 1;
}
