// Every way in which a file may be another network's is told, and leaves the parameters as they are.
#include "saved_networks.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/io/load.hpp>
#include <handgrad/io/load_any.hpp>
#include <handgrad/io/load_frozen.hpp>
#include <handgrad/io/save.hpp>

#include <complaint.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace hg = handgrad;
namespace io = handgrad::io;
using namespace saved_networks;

TEST_CASE("io: each tensor that does not fit is told, with what was found and expected") {
    const auto p = random_parameters<small>();
    const auto with = [&](auto change) {
        auto saved = io::try_save_tensors(p);
        change(saved->tensors);
        return io::write_safetensors(saved->tensors);
    };
    using tensors = std::vector<io::tensor>;
    CHECK(complaint_about<small>(with([](tensors& t) {
              find(t, "2.weight")->shape = {4, 2};
          })) == "file: 2.weight: the file has shape [4, 2] (float32); dense<4, 2>, layer 2 of 2, expects "
                 "[2, 4] in PyTorch's "
                 "order");
    CHECK(complaint_about<small>(with([](tensors& t) { t.pop_back(); })) ==
          "file: 2.bias: is not in the file; dense<4, 2>, layer 2 of 2, expects it with shape [2]");
    const auto renamed = with([](tensors& t) { find(t, "2.bias")->name = "2.shift"; });
    CHECK(
        complaint_about<small>(renamed) ==
        "file: 2.bias: is not in the file; dense<4, 2>, layer 2 of 2, expects it with shape [2]\n"
        "file: 2.shift: the file has it, with shape [2]; the network has no such tensor (or .others = true)");
    const auto more = with([](tensors& t) { t.push_back({"extra", io::number_type::u8, {0, 3}, {}}); });
    CHECK(complaint_about<small>(more) == "file: extra: the file has it, with shape [0, 3]; the network has "
                                          "no such tensor (or .others = true)");
    CHECK(complaint_about<small>(more, {.others = true}) == "");
    CHECK(complaint_about<small>(with([](tensors& t) { find(t, "0.bias")->type = io::number_type::i32; })) ==
          "file: 0.bias: the file has int32; dense<3, 4, relu>, layer 1 of 2, expects float64, float32, "
          "float16 or "
          "bfloat16");
    // The names of a file that counts otherwise.
    CHECK(complaint_about<small>(foreign(p, {.names = {"fc1", "fc2"}}))
              .ends_with("file: names: the file's are fc1, fc2: say .names = {\"fc1\", \"fc2\"}, in the "
                         "order of layers"));
    CHECK(complaint_about<small>(foreign(p, {.prefix = "model."}))
              .ends_with("file: names: each of the file's begins with \"model.\": say .prefix = \"model.\""));
    // Inside of layers that are made of layers.
    const auto q = random_parameters<nested>();
    CHECK(complaint_about<nested>(
              foreign(q, {.names = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"}}),
              {.names = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "x"}})
              .starts_with(
                  "file: x.weight: is not in the file; dense<5, 2, identity, no_bias>, branch 2 of 2 in "));
}

TEST_CASE("io: names are as many as layers with parameters, each its own") {
    const auto p = random_parameters<small>();
    const std::string wanted =
        ", expected 2, one for each layer that has parameters: dense<3, 4, relu>, layer 1 of 2; "
        "dense<4, 2>, layer 2 of 2";
    CHECK(complaint_about<small>(foreign(p), {.names = {"fc1"}}) == "file: names: found 1" + wanted);
    CHECK(complaint_about<small>(foreign(p), {.as = io::keras}) == "file: names: found 0" + wanted);
    CHECK(complaint_about<small>(foreign(p), {.names = {"fc", "fc"}}) ==
          "file: names: \"fc.bias\" stands for two tensors: of dense<3, 4, relu>, layer 1 of 2, and of "
          "dense<4, 2>, layer 2 of 2\n"
          "file: names: \"fc.weight\" stands for two tensors: of dense<3, 4, relu>, layer 1 of 2, and of "
          "dense<4, 2>, layer 2 of 2");
    CHECK(io::try_save(p, {.names = {"fc1"}}).error().message() ==
          "the file to be written: names: found 1" + wanted);
}

TEST_CASE("io: numbers that are none of the network's are refused, unless asked for") {
    auto p = random_parameters<small, double>();
    const auto bytes = foreign(p);
    const auto q = io::try_load<small>(io::source(bytes));
    CHECK_FALSE(q);
    CHECK(q.error().complaints().size() == 4);
    CHECK(
        q.error().message().find(
            "which is no float32 (or .rounding = io::rounding::to_nearest); so are, or the like, 11 more") !=
        std::string::npos);
    const auto rounded = io::load<small>(io::source(bytes), {.rounding = io::rounding::to_nearest});
    for (int i = 0; i < p.size; ++i) CHECK(rounded[i] == static_cast<float>(p[i]));
    for (double& x : p) x = static_cast<float>(x);
    CHECK(io::try_load<small>(io::file{"file", foreign(p)})); // each is a float

    p.weights<1>()(2, 1) = std::numeric_limits<double>::quiet_NaN();
    CHECK(complaint_about<small>(foreign(p)) ==
          "file: 0.weight: number [1, 2] is nan, expected finite numbers (or .not_finite = true)");
    p.weights<1>()(2, 1) = 1e300;
    CHECK(complaint_about<small>(foreign(p), {.rounding = io::rounding::to_nearest}) ==
          "file: 0.weight: number [1, 2] is 1e+300, too large for float32 (or .not_finite = true)");
    const auto infinite = io::load<small>(io::file{"file", foreign(p)},
                                          {.rounding = io::rounding::to_nearest, .not_finite = true});
    CHECK(infinite.weights<1>()(2, 1) == std::numeric_limits<float>::infinity());
}

TEST_CASE("io: on any error the parameters keep their bits") {
    const auto before = random_parameters<small>(3);
    auto p = before;
    auto saved = io::try_save_tensors(random_parameters<small>(4));
    saved->tensors.pop_back();
    CHECK_FALSE(io::try_load_into(p, io::file{"file", io::write_safetensors(saved->tensors)}));
    CHECK(p == before);
    CHECK_FALSE(io::try_load_into(p, saved->tensors));
    CHECK(p == before);
    CHECK(complaint<io::format_error>([&] {
              io::load_into(p, saved->tensors);
          }).starts_with("tensors: 2.bias: is not in the file"));
    CHECK(p == before);
    // What the caller knows of the network is another's.
    io::load_options with_check;
    with_check.check = {{1, 2, 3}, {0, 0}, 1e-3};
    CHECK_FALSE(io::try_load_into(p, io::file{"file", foreign(random_parameters<small>(4))}, with_check));
    CHECK(p == before);
    hg::frozen<small> f(before);
    CHECK_FALSE(
        io::try_load_frozen_into(f, io::file{"file", foreign(random_parameters<small>(4))}, with_check));
    const hg::matrix<float, 1, 3> x{{1, 2, 3}};
    CHECK(f.forward(x) == small::forward(before, x));
}

TEST_CASE("io: the caller's own row finds an activation that is another") {
    const auto p = random_parameters<small>();
    const hg::matrix<float, 1, 3> x{{0.5f, -0.25f, 1}};
    const auto y = small::forward(p, x);
    io::load_options options;
    options.check = {{0.5, -0.25, 1}, {static_cast<double>(y(0, 0)), static_cast<double>(y(0, 1))}};
    CHECK(complaint_about<small>(foreign(p), options) == "");
    using other = hg::mlp<hg::tanh, 3, 4, 2>;
    options.check.tolerance = 1e-3;
    const std::string said = complaint_about<other>(foreign(p), options);
    CHECK(said.starts_with("file: check: output 0 of the network with these numbers is "));
    CHECK(said.ends_with(" within 0.001: another activation, or layers of one shape in another order?"));
    options.check.input.pop_back();
    CHECK(complaint_about<small>(foreign(p), options) == "file: check: found 2 inputs, expected 3");
}

TEST_CASE("io: the first network that fits, or why none does") {
    using large = hg::mlp<hg::relu, 3, 8, 2>;
    const auto p = random_parameters<large>();
    const auto any = io::load_any<small, large>(io::file{"file", io::save(p)});
    REQUIRE(any.index() == 1);
    CHECK(std::get<1>(any) == p);
    using narrow = hg::mlp<hg::relu, 3, 2, 2>;
    const auto none = io::try_load_any<small, narrow>(io::file{"file", foreign(p)});
    REQUIRE_FALSE(none);
    CHECK(none.error().message().starts_with(
        "file: not network<dense<3, 4, relu>, dense<4, 2>>: 0.weight: the file has shape "
        "[8, 3] (float32); dense<3, 4, relu>, layer 1 of 2, expects [4, 3]"));
    CHECK(none.error().message().find("file: not network<dense<3, 2, relu>, dense<2, 2>>: 0.weight: ") !=
          std::string::npos);
}

TEST_CASE("io: a file may lie where its parameters go") {
    const auto p = random_parameters<small>();
    auto bytes = foreign(p);
    const auto read = io::read_safetensors(io::source(bytes));
    // The first tensor begins at a multiple of 64 bytes of the file; the parameters lie over all numbers.
    std::vector<std::byte> room(bytes.size() + 64 + sizeof(p));
    std::size_t off = 0;
    const auto data = static_cast<std::size_t>(read.tensors[0].bytes.data() - bytes.data());
    while (reinterpret_cast<std::uintptr_t>(room.data() + off + data) % 64 != 0) ++off;
    std::copy(bytes.begin(), bytes.end(), room.begin() + static_cast<std::ptrdiff_t>(off));
    auto& q = *reinterpret_cast<hg::parameters<small>*>(room.data() + off + data);
    io::load_into(q, io::source(std::span<const std::byte>(room).subspan(off, bytes.size())));
    CHECK(q == p);
}
