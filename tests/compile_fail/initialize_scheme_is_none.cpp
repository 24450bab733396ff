// A number in the place of an initializer.
// expect: this is no initializer, such as he_normal\{\}: it lacks a public `template <class T, int In, int
// expect: constexpr void operator\(\)\(view<T, In, Out> w, rng&\) const`
// expect: not_an_initializer<double>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 16, 8, 4>;

int main() {
    hg::rng rng{1};
    hg::parameters<net> p;
#ifdef WELL_FORMED
    net::initialize(p, rng, hg::constant{.value = 0.1});
#else
    net::initialize(p, rng, 0.1);
#endif
    return p[0] > 0;
}
