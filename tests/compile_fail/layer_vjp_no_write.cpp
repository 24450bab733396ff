// `vjp` is not told whether to overwrite.
// expect: its vjp must be a template of two arguments, <int B, write W>
// expect: not_a_layer<.*layer_number<2>, .*scale<3>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

/// y = p z with one number p.
template <int N>
struct scale {
    static constexpr int inputs = N;
    static constexpr int outputs = N;
    static constexpr int parameter_count = 1;
    template <int B>
    static constexpr int tape_size = 0;
    template <int B>
    static constexpr void forward(auto z, auto p, auto, auto y) {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < N; ++c) y(r, c) = p(0, 0) * z(r, c);
    }
#ifdef WELL_FORMED
    template <int B, hg::write W>
#else
    template <int B>
#endif
    static constexpr void vjp(auto z, auto, auto p, auto, auto g, auto g_in, auto dp) {
        auto sum = hg::start<hg::write::overwrite>(dp(0, 0));
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < N; ++c) {
                sum += z(r, c) * g(r, c);
                g_in(r, c) = p(0, 0) * g(r, c);
            }
        dp(0, 0) = sum;
    }
    static constexpr void initialize(auto p, hg::rng&) { p(0, 0) = 1; }
};

using net = hg::network<hg::dense<2, 3>, scale<3>>;
hg::parameters<net> p;
