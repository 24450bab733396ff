// A layer with a memory whose vjp alone is a template of int.
// expect: this layer looks from step to step .state_size, or in_time., so that its functions are
#include <handgrad/handgrad.hpp>

#include "own/remembering.hpp"

namespace hg = handgrad;

template <int N>
struct running : remembering<N> {
#ifndef WELL_FORMED
    template <int B, hg::write, class T, class GIn>
    static constexpr void vjp(hg::view<const T, B, N>, hg::view<const T, B, N>, hg::view<const T, 1, 0>,
                              hg::view<const T, 1, 0>, hg::view<T, B, N> g, GIn g_in, hg::view<T, 1, 0>,
                              hg::memory<T, B, N> dh) {
        for (int r = B - 1; r >= 0; --r)
            for (int i = 0; i < N; ++i) {
                const T d = dh(r / 1, i) + g(r, i);
                dh(r / 1, i) = d / 2;
                if constexpr (!hg::is_discarded<GIn>) g_in(r, i) = d;
            }
    }
#endif
};

using net = hg::network<hg::dense<2, 3>, running<3>>;

int main() {
    hg::parameters<net> p;
    return p.size;
}
