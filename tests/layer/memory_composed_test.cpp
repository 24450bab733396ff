// Layers with a memory: the laws, of what is made of them.
#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <share.hpp>

#include <doctest/doctest.h>

namespace {

namespace hg = handgrad;
using hg::bias, hg::no_bias, hg::one_bias;
using constant = hg::constant_initial_state;
using learned = hg::learned_initial_state;

template <int First, class... Layers>
void laws_hold() {
    for_my_part<First, Layers...>(
        []<class L>() { CHECK(hg::testing::layer_laws<L, hg::extent(2, 3)>(hg::rng{3})); });
}

} // namespace

TEST_CASE("the laws hold of what is made of them") {
    laws_hold<2, hg::network<hg::gru<3, 4>, hg::gru<4, 2, bias, learned>>, hg::residual<hg::gru<3, 3>>,
              hg::residual<hg::dense<3, 5, hg::tanh>, hg::lstm<5, 3, one_bias, learned>>,
              hg::checkpoint<hg::gru<3, 4, bias, learned>, hg::dense<4, 2>>,
              hg::checkpoint<hg::lstm<3, 4>, hg::dropout<4>, hg::rnn<4, 3>>,
              hg::concatenate<hg::gru<3, 4>, hg::skip<3>, hg::lstm<3, 2, no_bias, learned>>,
              hg::add<hg::rnn<3, 4>, hg::network<hg::dense<3, 2>, hg::gru<2, 4>>>>();
    laws_hold<1, hg::fixed<hg::gru<3, 4, bias, learned>>,
              hg::fixed<hg::network<hg::dense<3, 2>, hg::lstm<2, 4>>>,
              hg::network<hg::fixed<hg::gru<3, 4>>, hg::lstm<4, 2>>,
              hg::network<hg::lstm<3, 4>, hg::layer_norm<4>, hg::dropout<4>, hg::gru<4, 3>>,
              hg::residual<hg::checkpoint<hg::residual<hg::rnn<3, 3, hg::silu, bias, learned>>>>,
              hg::network<hg::network<hg::dense<2, 3>, hg::gru<3, 3>>, hg::prelu<3>, hg::lstm<3, 2>>>();
    laws_hold<
        0, hg::concatenate<hg::network<hg::gru<3, 4>, hg::last_step<4>>, hg::last_step<3>>,
        hg::checkpoint<hg::gru<3, 4>, hg::last_step<4>, hg::dense<4, 3>>,
        hg::add<hg::network<hg::lstm<3, 4>, hg::last_step<4>>,
                hg::network<hg::last_step<3>, hg::dense<3, 4>>>,
        hg::network<hg::gru_v1<2, 3>, hg::residual<hg::gru_v1<3, 3>>, hg::residual<hg::rnn<3, 3>>>,
        hg::checkpoint<hg::checkpoint<hg::rnn<2, 3>>, hg::checkpoint<hg::gru<3, 2, bias, learned>>>,
        hg::concatenate<hg::fixed<hg::gru<2, 3, bias, learned>>, hg::rnn<2, 2, hg::relu, one_bias, constant>>,
        hg::network<hg::dense<2, 3, hg::relu>, hg::concatenate<hg::lstm<3, 2>, hg::gru<3, 2>>,
                    hg::lstm<4, 2>>>();
}
