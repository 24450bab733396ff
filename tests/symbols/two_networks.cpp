// Two networks with a layer in common, each trained and asked for one row; ALONE leaves the second out.
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

template <class Net>
struct use {
    static float step(hg::parameters<Net>& p, typename Net::template workspace<32>& ws,
                      const hg::matrix<float, 32, Net::inputs>& x, const hg::matrix<int, 32, 1>& label) {
        return Net::train_step(hg::softmax_cross_entropy{}, hg::adam{}, p, x, label, ws, state);
    }
    static auto row(const hg::parameters<Net>& p, const hg::matrix<float, 1, Net::inputs>& x) {
        return Net::forward(p, x);
    }
    static inline hg::optimizer_state<hg::adam, Net::parameter_count> state;
};

template struct use<hg::mlp<hg::relu, 100, 137, 155, 121, 139, 110, 117, 119, 115, 101, 103>>;
#if !defined(ALONE)
using other = hg::network<hg::dense<55, 137, hg::tanh>, hg::dense<137, 155, hg::relu>, hg::dense<155, 21>>;
template struct use<other>;
#endif
