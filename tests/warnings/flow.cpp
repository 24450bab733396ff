// A user's program of small networks, whose every number the compiler may follow: see CMakeLists.txt.
#include <handgrad/handgrad.hpp>

#include <cstdint>

namespace app {

namespace hg = handgrad;

template <class Network, int B>
float predicted(const hg::parameters<Network>& p) {
    hg::matrix<float, B, Network::inputs> x;
    hg::matrix<float, B, Network::outputs> y;
    for (float& v : x) v = 0.5f;
    Network::predict(p, x, y);
    const auto z = Network::forward(p, x);
    typename Network::template workspace<16> ws;
    Network::predict(p, x, ws, y);
    return y(B - 1, 0) + z(B - 1, 0);
}

template <class Network, int B>
float trained(hg::parameters<Network>& p) {
    hg::matrix<float, B, Network::inputs> x;
    const hg::matrix<int, B, 1> label;
    for (float& v : x) v = 0.5f;
    typename Network::template workspace<B> ws;
    hg::optimizer_state<hg::adam, Network::parameter_count> state;
    return Network::train_step(hg::softmax_cross_entropy{}, hg::adam{}, p, x, label, ws, state);
}

float run();
float run() {
    using narrow = hg::network<hg::dense<2, 16, hg::tanh>, hg::dense<16, 2>>;
    using wide = hg::network<hg::dense<6, 24, hg::relu>, hg::dense<24, 3>>;
    hg::rng random{1};
    hg::parameters<narrow> p;
    hg::parameters<wide> q;
    narrow::initialize(p, random);
    wide::initialize(q, random);
    const auto f = hg::freeze<std::int8_t>(q);
    const float all = predicted<narrow, 1>(p) + predicted<narrow, 3>(p) + predicted<wide, 5>(q) +
                      predicted<wide, 64>(q) + trained<narrow, 4>(p) + trained<wide, 7>(q) +
                      f.forward(hg::matrix<float, 2, 6>{})(0, 0);
    return all;
}

} // namespace app

int main() { return app::run() > 0; }
