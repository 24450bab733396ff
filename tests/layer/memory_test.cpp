// Layers with a memory: the laws, of each with all its biases and beginnings.
#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <share.hpp>

#include <doctest/doctest.h>

namespace {

namespace hg = handgrad;
using hg::bias, hg::no_bias, hg::one_bias;
using zero = hg::zero_initial_state;
using constant = hg::constant_initial_state;
using learned = hg::learned_initial_state;

template <int First, class... Layers>
void laws_hold() {
    for_my_part<First, Layers...>(
        []<class L>() { CHECK(hg::testing::layer_laws<L, hg::extent(2, 3)>(hg::rng{3})); });
}

// That a law may be asked of a constant expression, too.
static_assert(hg::testing::layer_laws<hg::rnn<1, 2>, hg::extent(2, 2)>());

} // namespace

TEST_CASE("the laws hold of rnn") {
    laws_hold<0, hg::rnn<3, 4>, hg::rnn<2, 9, hg::relu>, hg::rnn<3, 4, hg::gelu, one_bias, learned>,
              hg::rnn<5, 3, hg::identity, no_bias, constant>, hg::rnn<1, 1, hg::sigmoid, bias, learned>>();
}

TEST_CASE("the laws hold of gru and gru_v1") {
    laws_hold<1, hg::gru<3, 4>, hg::gru<2, 9, one_bias, learned>, hg::gru<3, 8, no_bias, constant>,
              hg::gru<1, 1, bias, constant>, hg::gru<4, 2, no_bias, learned>>();
    laws_hold<2, hg::gru_v1<3, 4>, hg::gru_v1<2, 9, hg::relu, one_bias, learned>,
              hg::gru_v1<3, 8, hg::gelu, no_bias, constant>, hg::gru_v1<4, 2, hg::identity, bias, learned>>();
}

TEST_CASE("the laws hold of lstm") {
    laws_hold<0, hg::lstm<3, 4>, hg::lstm<2, 9, one_bias, learned>, hg::lstm<3, 8, no_bias, constant>,
              hg::lstm<1, 1, bias, learned>, hg::lstm<4, 2, no_bias, zero>>();
}

TEST_CASE("the laws hold of last_step and embedding") {
    laws_hold<1, hg::last_step<3>, hg::last_step<9>, hg::embedding<7, 3>, hg::embedding<1, 9>,
              hg::network<hg::embedding<5, 3>, hg::gru<3, 4>>,
              hg::network<hg::gru<3, 4>, hg::last_step<4>, hg::dense<4, 2, hg::tanh>>>();
}
