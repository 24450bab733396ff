#include <handgrad/handgrad.hpp>
#include <handgrad/io/describe.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <ratio>
#include <string>
#include <string_view>
#include <vector>

namespace hg = handgrad;

namespace {

/// The lines of a text.
std::vector<std::string> lines(std::string_view text) {
    std::vector<std::string> all;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        REQUIRE(end != text.npos);
        all.emplace_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return all;
}

/// The table of layers, which is the same for every compiler and every instruction set.
template <class Network>
std::string layers() {
    const std::string all = hg::describe<Network>();
    return all.substr(0, all.find("\n\n") + 1);
}

/// The number at the end of the line that begins so, of the table of sizes.
template <class Network>
std::size_t size_in(std::string_view what) {
    const std::string all = hg::describe<Network>();
    for (const std::string& line : lines(all.substr(all.find("\n\n") + 2))) {
        if (!line.starts_with(what) || line.find_first_not_of(' ', what.size()) == what.size()) continue;
        std::string digits;
        for (const char c : line.substr(line.rfind(' ') + 1))
            if (c != ',') digits += c;
        return std::stoull(digits);
    }
    FAIL("no line that begins with " << what);
    return 0;
}

using block = hg::residual<hg::dense<64, 64, hg::identity, hg::no_bias>, hg::batch_norm<64, hg::gelu>,
                           hg::dropout<64, std::ratio<1, 10>>, hg::dense<64, 64>>;
using deep = hg::network<hg::fixed<hg::dense<64, 64>>, block, hg::fixed<block>,
                         hg::network<hg::dense<64, 64>, hg::layer_norm<64>>,
                         hg::concatenate<hg::network<hg::dense<64, 10>>, hg::skip<64>>,
                         hg::checkpoint<hg::dense<74, 74, hg::relu>, hg::dense<74, 10>>>;
using pictures =
    hg::network<hg::conv2d<hg::image<8, 8>, 16, hg::window<3>, hg::padding<1>, hg::relu>, hg::dropout<1024>,
                hg::max_pool2d<hg::image<8, 8, 16>, hg::window<2>>, hg::dense<4 * 4 * 16, 10>>;
using digits = hg::mlp<hg::relu, 784, 128, 10>;
using wide = hg::mlp<hg::relu, 10, 200000, 10>;
using huge = hg::mlp<hg::relu, 100000, 5000, 10>;

} // namespace

TEST_CASE("describe: a row for each layer") {
    CHECK(layers<digits>() == "layer  output  parameters  not learned  multiply-adds  type\n"
                              "1         128     100,480            -        100,352  dense<784, 128, relu>\n"
                              "2          10       1,290            -          1,280  dense<128, 10>\n");
    CHECK(layers<hg::network<hg::activate<3, hg::tanh>>>() ==
          "layer  output  parameters  not learned  multiply-adds  type\n"
          "1           3           -            -              -  activate<3, tanh>\n");
}

TEST_CASE("describe: pictures have a height, a width and channels, also behind what keeps them") {
    CHECK(layers<pictures>() ==
          "layer  output  parameters  not learned  multiply-adds  type\n"
          "1      8x8x16         160            -          9,216  conv2d<image<8, 8>, 16, window<3>, "
          "padding<1>, "
          "relu>\n"
          "2      8x8x16           -            -              -  dropout<1024>\n"
          "3      4x4x16           -            -              -  max_pool2d<image<8, 8, 16>, window<2>>\n"
          "4          10       2,570            -          2,560  dense<256, 10>\n");
}

TEST_CASE("describe: layers that are made of layers, and what is not learned") {
    CHECK(layers<deep>() == R"(layer  output  parameters  not learned  multiply-adds  type
1          64       4,160        4,160          4,096  fixed<dense<64, 64>>
2          64       8,512          128          8,192  residual
2.1        64       4,096            -          4,096    dense<64, 64, identity, no_bias>
2.2        64         256          128              -    batch_norm<64, gelu>
2.3        64           -            -              -    dropout<64, std::ratio<1, 10>>
2.4        64       4,160            -          4,096    dense<64, 64>
2.5        64           -            -              -    skip<64>
3          64       8,512        8,512          8,192  fixed<residual>
3.1        64       4,096        4,096          4,096    dense<64, 64, identity, no_bias>
3.2        64         256          256              -    batch_norm<64, gelu>
3.3        64           -            -              -    dropout<64, std::ratio<1, 10>>
3.4        64       4,160        4,160          4,096    dense<64, 64>
3.5        64           -            -              -    skip<64>
4          64       4,288            -          4,096  network
4.1        64       4,160            -          4,096    dense<64, 64>
4.2        64         128            -              -    layer_norm<64>
5          74         650            -            640  concatenate
5.1        10         650            -            640    network
5.1.1      10         650            -            640      dense<64, 10>
5.2        64           -            -              -    skip<64>
6          10       6,300            -          6,216  checkpoint
6.1        74       5,550            -          5,476    dense<74, 74, relu>
6.2        10         750            -            740    dense<74, 10>
)");
}

TEST_CASE("describe: layers with a memory") {
    using net = hg::network<hg::embedding<20, 8>, hg::gru<8, 16>,
                            hg::lstm<16, 4, hg::one_bias, hg::constant_initial_state>, hg::last_step<4>,
                            hg::dense<4, 2>>;
    const std::string all = hg::describe<net>();
    CHECK(all.substr(0, all.find("\n\n") + 1) ==
          R"(layer  output  parameters  not learned  multiply-adds  type
1           8         160            -              -  embedding<20, 8>
2          16       1,248            -          1,152  gru<8, 16>
3           4         344            8            320  lstm<16, 4, one_bias, constant_initial_state>
4           4           -            -              -  last_step<4>
5           2          10            -              8  dense<4, 2>
)");
    CHECK(size_in<net>("parameters") == std::size_t{net::parameter_count});
    CHECK(size_in<net>("bytes frozen, float") == sizeof(hg::frozen<net>));
}

TEST_CASE("describe: the table of sizes") {
    const std::string all = hg::describe<digits>();
    const std::vector<std::string> table = lines(all.substr(all.find("\n\n") + 2));
    REQUIRE(table.size() == 12);
    CHECK(table[0] == "parameters                          101,770");
    CHECK(table[1] == "  of them learned                   101,770");
    CHECK(table[2] == "multiply-adds, one row              101,632");
    CHECK(table[3] == "bytes of parameters                 407,104");
    for (const std::string& line : table) CHECK(line.size() == table[0].size());
}

TEST_CASE_TEMPLATE("describe: the sizes are those of the objects", Network, digits, deep, pictures) {
    using hg::frozen;
    CHECK(size_in<Network>("parameters") == std::size_t{Network::parameter_count});
    CHECK(size_in<Network>("  of them learned") == std::size_t{Network::learned_count});
    CHECK(size_in<Network>("multiply-adds, one row") ==
          static_cast<std::size_t>(Network::template flops<1>) / 2);
    CHECK(size_in<Network>("bytes of parameters") == sizeof(hg::parameters<Network>));
    CHECK(size_in<Network>("bytes of workspace<1>") == sizeof(typename Network::template workspace<1>));
    CHECK(size_in<Network>("bytes of workspace<32>") == sizeof(typename Network::template workspace<32>));
    CHECK(size_in<Network>("stack of forward, one row") == Network::template forward_stack_bytes<1>);
    CHECK(size_in<Network>("stack of predict") == Network::template predict_stack_bytes<>);
    CHECK(size_in<Network>("stack of train_step, workspace<32>") == Network::template train_stack_bytes<32>);
    CHECK(size_in<Network>("bytes frozen, float") == sizeof(frozen<Network>));
    CHECK(size_in<Network>("bytes frozen, bfloat16") == sizeof(frozen<Network, hg::bfloat16>));
    CHECK(size_in<Network>("bytes frozen, std::int8_t") == sizeof(frozen<Network, std::int8_t>));
}

TEST_CASE("describe: where one row is too much for the stack, it says so") {
    CHECK(size_in<wide>("stack of forward, one row in a workspace") == wide::forward_stack_bytes<1>);
    CHECK(size_in<wide>("stack of predict in a workspace") < 131072);
    CHECK(size_in<wide>("stack of predict in a workspace") == wide::predict_stack_bytes<> - 800000);
}

TEST_CASE("describe: networks that no memory holds") {
    CHECK(size_in<huge>("parameters") == 500055010);
    CHECK(size_in<huge>("bytes of parameters") == 2000220096);
}
