// 9 steps where layers make one row of two.
// expect: the layers of this network make one row of so many steps, of which a batch must have a whole
// expect: batch_steps<9>, .*layers_stride<2>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

/// y = every second row of x
template <int N>
struct halved {
    static constexpr int inputs = N, outputs = N, parameter_count = 0, stride = 2;
    static constexpr bool in_time = true;
    static constexpr hg::extent after(hg::extent rows) { return rows.with_steps(rows.steps / 2); }
    template <hg::extent>
    static constexpr int tape_size = 0;

    template <hg::extent B, class T, class Tape>
    static constexpr void forward(hg::view<const T, B, N> x, hg::view<const T, 1, 0>, Tape,
                                  hg::view<T, after(B), N> y) {
        for (int r = 0; r < after(B); ++r)
            for (int i = 0; i < N; ++i) y(r, i) = x(2 * r, i);
    }
    template <hg::extent B, hg::write, class T, class GIn>
    static constexpr void vjp(hg::view<const T, B, N>, hg::view<const T, after(B), N>,
                              hg::view<const T, 1, 0>, hg::view<const T, 1, 0>, hg::view<T, after(B), N> g,
                              GIn g_in, hg::view<T, 1, 0>) {
        if constexpr (!hg::is_discarded<GIn>)
            for (int r = 0; r < B; ++r)
                for (int i = 0; i < N; ++i) g_in(r, i) = r % 2 == 0 ? g(r / 2, i) : T(0);
    }

    template <class T>
    static constexpr void initialize(hg::view<T, 1, 0>, hg::rng&) {}
};

using net = hg::network<hg::gru<3, 4>, halved<4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
#ifdef WELL_FORMED
    const hg::matrix<float, 8, 3> x;
    p[0] = net::forward(p, hg::sequences<1>(x))(0, 0);
#else
    const hg::matrix<float, 9, 3> x;
    p[0] = net::forward(p, hg::sequences<1>(x))(0, 0);
#endif
    return p[0] > 0;
}
