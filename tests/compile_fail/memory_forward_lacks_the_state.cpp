// A layer of one's own with a memory, whose forward does not take it.
// expect: this layer has a memory .state_size.: its forward must take one more, last argument
// expect: not_a_layer<.*layer_number<2>, .*running<3>
#include <handgrad/handgrad.hpp>

#include "own/remembering.hpp"

namespace hg = handgrad;

template <int N>
struct running : remembering<N> {
#ifndef WELL_FORMED
    template <hg::extent B, class T, class Tape>
    static constexpr void forward(hg::view<const T, B, N> x, hg::view<const T, 1, 0>, Tape,
                                  hg::view<T, B, N> y) {
        for (int i = 0; i < B * N; ++i) y.data()[i] = x.data()[i];
    }
#endif
};

using net = hg::network<hg::dense<2, 3>, running<3>>;

int main() {
    hg::parameters<net> p;
    return p.size;
}
