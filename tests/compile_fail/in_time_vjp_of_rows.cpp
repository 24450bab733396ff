// The same, whose vjp alone is one of int.
// expect: this layer looks from step to step .state_size, or in_time., so that its functions are
#include <handgrad/handgrad.hpp>

#include "own/unmoved.hpp"

namespace hg = handgrad;

template <int N>
struct running : unmoved<N> {
#ifndef WELL_FORMED
    template <int B, hg::write, class T, class GIn>
    static constexpr void vjp(hg::view<const T, B, N>, hg::view<const T, B, N>, hg::view<const T, 1, 0>,
                              hg::view<const T, 1, 0>, hg::view<T, B, N> g, GIn g_in, hg::view<T, 1, 0>) {
        if constexpr (!hg::is_discarded<GIn>)
            for (int i = 0; i < B * N; ++i) g_in.data()[i] = g.data()[i];
    }
#endif
};

using net = hg::network<hg::dense<2, 3>, running<3>>;

int main() {
    hg::parameters<net> p;
    return p.size;
}
