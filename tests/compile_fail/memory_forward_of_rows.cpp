// A layer of one's own with a memory, whose forward is a template of int.
// expect: this layer looks from step to step .state_size, or in_time., so that its functions are
#include <handgrad/handgrad.hpp>

#include "own/remembering.hpp"

namespace hg = handgrad;

template <int N>
struct running : remembering<N> {
#ifndef WELL_FORMED
    template <int B, class T, class Tape>
    static constexpr void forward(hg::view<const T, B, N> x, hg::view<const T, 1, 0>, Tape,
                                  hg::view<T, B, N> y, hg::memory<T, B, N> h) {
        for (int r = 0; r < B; ++r)
            for (int i = 0; i < N; ++i) y(r, i) = h(r / 1, i) = h(r / 1, i) / 2 + x(r, i);
    }
#endif
};

using net = hg::network<hg::dense<2, 3>, running<3>>;

int main() {
    hg::parameters<net> p;
    return p.size;
}
