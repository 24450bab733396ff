// Two networks, each right, joined by hand: the second expects 12 numbers, the first produces 10.
// expect: a layer must expect as many inputs as the layer before it produces
// expect: shape_mismatch<.*layer_number<3>, .*produces<10>, .*expects<12>
// expect-gcc: \(10 == 12\)
// expect-clang: '10 == 12'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

template <class First, class Second>
struct joined;
template <class... First, class... Second>
struct joined<hg::network<First...>, hg::network<Second...>> {
    using type = hg::network<First..., Second...>;
};

#ifdef WELL_FORMED
using encoder = hg::mlp<hg::relu, 64, 32, 12>;
#else
using encoder = hg::mlp<hg::relu, 64, 32, 10>;
#endif
using decoder = hg::mlp<hg::relu, 12, 32, 64>;
using net = joined<encoder, decoder>::type;

int main() {
    hg::rng rng{1};
    hg::parameters<net> p;
    net::initialize(p, rng);
    const hg::matrix<float, 1, 64> x;
    const hg::matrix<float, 1, 64> y = net::forward(p, x);
    return y(0, 0) > 0;
}
