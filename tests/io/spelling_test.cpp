#include <handgrad/handgrad.hpp>
#include <handgrad/io/spelling.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <ratio>
#include <string>

namespace hg = handgrad;
using hg::io::spelling;

namespace {

struct without_a_name {};

} // namespace

namespace mine {
HANDGRAD_BEGIN_ISA

template <int N, class Activation = hg::relu>
struct gate {};
template <class... Layers>
struct both {};
struct act {};
template <int, class, int>
struct odd {};

HANDGRAD_END_ISA

enum class kind { small, large };
template <kind Kind, unsigned Count = 3>
struct chosen {};

namespace detail {

struct act_2u {};

} // namespace detail

} // namespace mine

namespace detail {

struct act {};

} // namespace detail

TEST_CASE("spelling: layers, as they are written") {
    CHECK(spelling<hg::dense<2, 3>>() == "dense<2, 3>");
    CHECK(spelling<hg::dense<2, 3, hg::relu>>() == "dense<2, 3, relu>");
    CHECK(spelling<hg::dense<2, 3, hg::identity, hg::no_bias>>() == "dense<2, 3, identity, no_bias>");
    CHECK(spelling<hg::dense<2, 3, hg::fast::tanh>>() == "dense<2, 3, fast::tanh>");
    CHECK(spelling<hg::activate<3, hg::gelu_tanh>>() == "activate<3, gelu_tanh>");
    CHECK(spelling<hg::skip<3>>() == "skip<3>");
    CHECK(spelling<hg::batch_norm<64>>() == "batch_norm<64>");
    CHECK(spelling<hg::batch_norm<64, hg::gelu>>() == "batch_norm<64, gelu>");
    CHECK(spelling<hg::batch_norm<64, hg::identity, std::ratio<1, 5>>>() ==
          "batch_norm<64, identity, std::ratio<1, 5>>");
    CHECK(spelling<hg::layer_norm<64>>() == "layer_norm<64>");
    CHECK(spelling<hg::layer_norm<64, std::ratio<1, 1000>>>() == "layer_norm<64, std::ratio<1, 1000>>");
    CHECK(spelling<hg::dropout<64>>() == "dropout<64>");
    CHECK(spelling<hg::dropout<64, std::ratio<1, 10>>>() == "dropout<64, std::ratio<1, 10>>");
    CHECK(spelling<hg::prelu<64>>() == "prelu<64>");
    CHECK(spelling<hg::prelu<64, 1>>() == "prelu<64, 1>");
    CHECK(spelling<hg::softmax<10>>() == "softmax<10>");
    CHECK(spelling<hg::log_softmax<10>>() == "log_softmax<10>");
    CHECK(spelling<hg::fixed<hg::dense<2, 3>>>() == "fixed<dense<2, 3>>");
    CHECK(spelling<hg::conv2d<hg::image<8, 8>, 16, hg::window<3>>>() == "conv2d<image<8, 8>, 16, window<3>>");
    CHECK(spelling<hg::conv2d<hg::image<8, 8, 3>, 16, hg::window<3, 5>, hg::padding<1>, hg::stride<2, 1>,
                              hg::relu, hg::no_bias>>() ==
          "conv2d<image<8, 8, 3>, 16, window<3, 5>, padding<1>, stride<2, 1>, relu, no_bias>");
    CHECK(spelling<hg::max_pool2d<hg::image<8, 8, 16>, hg::window<2>>>() ==
          "max_pool2d<image<8, 8, 16>, window<2>>");
    CHECK(spelling<hg::average_pool2d<hg::image<8, 8, 16>, hg::window<2>, hg::stride<1>>>() ==
          "average_pool2d<image<8, 8, 16>, window<2>, stride<1>>");
}

TEST_CASE("spelling: what are defaults is left out, written or not, at any depth") {
    CHECK(spelling<hg::dense<2, 3, hg::identity, hg::bias>>() == "dense<2, 3>");
    CHECK(spelling<hg::batch_norm<4, hg::identity, std::ratio<1, 10>, std::ratio<1, 100000>>>() ==
          "batch_norm<4>");
    CHECK(spelling<hg::layer_norm<4, std::ratio<1, 100000>>>() == "layer_norm<4>");
    CHECK(spelling<hg::dropout<4, std::ratio<1, 2>>>() == "dropout<4>");
    CHECK(spelling<hg::prelu<4, 4>>() == "prelu<4>");
    CHECK(spelling<hg::image<8, 8, 1>>() == "image<8, 8>");
    CHECK(spelling<hg::window<3, 3>>() == "window<3>");
    CHECK(spelling<hg::stride<3, 3>>() == "stride<3>");
    CHECK(spelling<hg::padding<3, 3>>() == "padding<3>");
    CHECK(spelling<std::ratio<5, 1>>() == "std::ratio<5>");
    CHECK(spelling<hg::network<hg::dense<4, 4, hg::identity, hg::bias>,
                               hg::residual<hg::dense<4, 4>, hg::batch_norm<4>, hg::prelu<4, 4>,
                                            hg::fixed<hg::dense<4, 4>>, hg::dropout<4, std::ratio<1, 2>>>,
                               hg::network<hg::dense<4, 4>, hg::layer_norm<4>>>>() ==
          "network<dense<4, 4>, residual<dense<4, 4>, batch_norm<4>, prelu<4>, fixed<dense<4, 4>>, "
          "dropout<4>>, network<dense<4, 4>, layer_norm<4>>>");
    CHECK(spelling<hg::mlp<hg::relu, 784, 128, 10>>() == "network<dense<784, 128, relu>, dense<128, 10>>");
    CHECK(
        spelling<
            hg::network<hg::concatenate<hg::dense<2, 3>, hg::skip<2>>, hg::add<hg::dense<5, 5>, hg::skip<5>>,
                        hg::checkpoint<hg::dense<5, 5>>, hg::projected_residual<hg::dense<5, 6>>>>() ==
        "network<concatenate<dense<2, 3>, skip<2>>, add<dense<5, 5>, skip<5>>, checkpoint<dense<5, 5>>, "
        "projected_residual<dense<5, 6>>>");
    using pictures = hg::network<
        hg::conv2d<hg::image<8, 8, 1>, 4, hg::window<3, 3>, hg::padding<1, 1>, hg::stride<1, 1>, hg::elu>>;
    CHECK(spelling<pictures>() == "network<conv2d<image<8, 8>, 4, window<3>, padding<1>, stride<1>, elu>>");
}

TEST_CASE("spelling: activations") {
    CHECK(spelling<hg::leaky_relu>() == "leaky_relu");
    CHECK(spelling<hg::leaky_relu_with<std::ratio<1, 5>>>() == "leaky_relu_with<std::ratio<1, 5>>");
    CHECK(spelling<hg::dense<2, 3, hg::elu>>() == "dense<2, 3, elu>");
    CHECK(spelling<hg::dense<2, 3, hg::celu>>() == "dense<2, 3, celu>");
    CHECK(spelling<hg::dense<2, 3, hg::softplus>>() == "dense<2, 3, softplus>");
    CHECK(spelling<hg::dense<2, 3, hg::elu_with<std::ratio<2>>>>() == "dense<2, 3, elu_with<std::ratio<2>>>");
    CHECK(spelling<hg::hard_swish>() == "hard_swish");
    CHECK(spelling<hg::tanh>() == "tanh");
}

TEST_CASE("spelling: numbers, networks with a number type, what is made of networks") {
    using net = hg::network<hg::dense<2, 3>>;
    CHECK(spelling<hg::frozen<net>>() == "frozen<network<dense<2, 3>>>");
    CHECK(spelling<hg::frozen<net, std::int8_t>>() == "frozen<network<dense<2, 3>>, std::int8_t>");
    CHECK(spelling<hg::frozen<net, hg::bfloat16>>() == "frozen<network<dense<2, 3>>, bfloat16>");
    CHECK(spelling<hg::parameters<net, double>>() == "parameters<network<dense<2, 3>>, double>");
    CHECK(spelling<hg::data_parallel<net, 2>>() == "data_parallel<network<dense<2, 3>>, 2>");
    CHECK(spelling<hg::matrix<float, 2, 3>>() == "matrix<float, 2, 3>");
    CHECK(spelling<unsigned long long>() == "std::uint64_t");
    CHECK(spelling<unsigned char>() == "std::uint8_t");
    CHECK(spelling<int>() == "int");
    CHECK(spelling<bool>() == "bool");
}

TEST_CASE("spelling: layers with a memory, and what they remember") {
    CHECK(spelling<hg::gru<16, 16>>() == "gru<16, 16>");
    CHECK(spelling<hg::gru<2, 3, hg::bias>>() == "gru<2, 3>");
    CHECK(spelling<hg::gru<2, 3, hg::one_bias, hg::learned_initial_state>>() ==
          "gru<2, 3, one_bias, learned_initial_state>");
    CHECK(spelling<hg::gru<2, 3, hg::bias, hg::constant_initial_state>>() ==
          "gru<2, 3, bias, constant_initial_state>");
    CHECK(spelling<hg::gru_v1<2, 3, hg::relu>>() == "gru_v1<2, 3, relu>");
    CHECK(spelling<hg::gru_v1<2, 3, hg::tanh, hg::one_bias>>() == "gru_v1<2, 3>");
    CHECK(spelling<hg::lstm<2, 3, hg::no_bias>>() == "lstm<2, 3, no_bias>");
    CHECK(spelling<hg::rnn<2, 3, hg::relu>>() == "rnn<2, 3, relu>");
    CHECK(spelling<hg::rnn<2, 3, hg::tanh, hg::one_bias>>() == "rnn<2, 3, tanh, one_bias>");
    CHECK(spelling<hg::network<hg::embedding<9, 4>, hg::last_step<4>>>() ==
          "network<embedding<9, 4>, last_step<4>>");
}

TEST_CASE("spelling: types of the user's own") {
    CHECK(spelling<mine::act>() == "mine::act");
    CHECK(spelling<hg::dense<2, 3, mine::act>>() == "dense<2, 3, mine::act>");
    CHECK(spelling<mine::gate<3>>() == "mine::gate<3>");
    CHECK(spelling<mine::gate<3, hg::relu>>() == "mine::gate<3>");
    CHECK(spelling<mine::both<mine::gate<3, hg::relu>, hg::dense<3, 3>>>() ==
          "mine::both<mine::gate<3>, dense<3, 3>>");
    CHECK(spelling<mine::both<>>() == "mine::both<>");
    CHECK(spelling<mine::chosen<mine::kind::large>>() == "mine::chosen<mine::kind::large>");
    CHECK(spelling<mine::chosen<mine::kind::small, 7>>() == "mine::chosen<mine::kind::small, 7>");
    CHECK(spelling<without_a_name>() == "without_a_name");
    CHECK(spelling<mine::both<without_a_name>>() == "mine::both<without_a_name>");
    CHECK(spelling<mine::detail::act_2u>() == "mine::detail::act_2u");
    CHECK(spelling<detail::act>() == "detail::act");
    CHECK(spelling<mine::both<detail::act>>() == "mine::both<detail::act>");
    CHECK(spelling<mine::odd<1, mine::act, 2>>() == "mine::odd<1, mine::act, 2>");
    CHECK(spelling<const mine::act*>() == "const mine::act*");
}
