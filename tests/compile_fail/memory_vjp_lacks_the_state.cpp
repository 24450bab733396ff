// A layer of one's own with a memory, whose vjp does not take its gradient.
// expect: this layer has a memory .state_size.: its vjp must take one more, last argument
// expect: not_a_layer<.*layer_number<2>, .*running<3>
#include <handgrad/handgrad.hpp>

#include "own/remembering.hpp"

namespace hg = handgrad;

template <int N>
struct running : remembering<N> {
#ifndef WELL_FORMED
    template <hg::extent B, hg::write, class T, class GIn>
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
