// Parameters through a file and back; what is written knows its network, and no changed copy of it loads as
// another.
#include "changed_copy.hpp"
#include "saved_networks.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/io/load.hpp>
#include <handgrad/io/load_frozen.hpp>
#include <handgrad/io/save.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <memory>
#include <ratio>
#include <string>
#include <type_traits>
#include <vector>

namespace hg = handgrad;
namespace io = handgrad::io;
using namespace saved_networks;

namespace {

/// Two tensors that PyTorch would both call "weight".
struct twice : shift {
    static constexpr std::array tensors{hg::parameter_tensor{hg::tensor_kind::scales, 0, {1}},
                                        hg::parameter_tensor{hg::tensor_kind::slopes, 1, {1}}};
};

template <class Net, class T>
void check_round_trips() {
    const auto p = random_parameters<Net, T>();
    for (const io::convention& as : {io::pytorch, io::handgrad}) {
        CAPTURE(as.name);
        const std::vector<std::byte> bytes = io::save(p, {.as = as, .prefix = "model."});
        CHECK(io::load<Net, T>(io::source(bytes), {.as = as, .prefix = "model."}) == p);
        CHECK(io::load<Net, T>(io::file{"file", foreign(p, {.as = as})}, {.as = as}) == p);
        CHECK(bytes.size() % alignof(T) == 0);
    }
    // The frozen forms, of a file, a layer at a time.
    const std::vector<std::byte> bytes = io::save(p);
    hg::matrix<T, 3, Net::inputs> x;
    hg::rng r{7};
    for (T& number : x) number = r.uniform(T(-1), T(1));
    const auto check_frozen = [&]<class Weight>(Weight) {
        const auto one = std::make_unique<hg::frozen<Net, Weight>>(p);
        const auto other = std::make_unique<hg::frozen<Net, Weight>>();
        io::load_frozen_into(*other, io::source(bytes));
        CHECK(one->forward(x) == other->forward(x));
    };
    check_frozen(T{});
    if constexpr (std::is_same_v<T, float>) {
        check_frozen(hg::bfloat16{});
        check_frozen(std::int8_t{});
    }
}

} // namespace

TEST_CASE_TEMPLATE("io: what is saved is loaded, to the bit", T, float, double) {
    check_round_trips<small, T>();
    check_round_trips<pictures, T>();
    check_round_trips<nested, T>();
    check_round_trips<hg::network<shift, hg::dense<2, 2>>, T>();
}

TEST_CASE("io: a file that was written here knows its network") {
    const auto p = random_parameters<small>();
    const auto bytes = io::save(p);
    using other = hg::mlp<hg::tanh, 3, 4, 2>;
    CHECK(
        complaint_about<other>(bytes) ==
        "file: handgrad.network: the file was written for network<dense<3, 4, relu>, dense<4, 2>>, expected "
        "network<dense<3, 4, tanh>, dense<4, 2>>");
    CHECK(complaint_about<other>(bytes, {.any_origin = true}) == "");
    // What no fingerprint knows, the row finds: a number among a layer's arguments.
    using leaky = hg::network<hg::dense<2, 3, hg::relu>, hg::layer_norm<3>>;
    using looser = hg::network<hg::dense<2, 3, hg::relu>, hg::layer_norm<3, std::ratio<1, 10>>>;
    const auto q = random_parameters<leaky>();
    CHECK(complaint_about<looser>(io::save(q))
              .starts_with("file: handgrad.output: output 0 of the network with these numbers is"));
    // Numbers that were changed since.
    auto read = io::read_safetensors(io::source(bytes));
    auto other_numbers = io::try_save_tensors(random_parameters<small>(2));
    CHECK(complaint_about<small>(io::write_safetensors(other_numbers->tensors, read.metadata))
              .starts_with("file: handgrad.digest: that of the numbers in the file is "));
    // Words that are lost.
    for (std::size_t i = 0; i < read.metadata.size(); ++i) {
        auto fewer = read.metadata;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        CHECK(complaint_about<small>(io::write_safetensors(read.tensors, fewer)) ==
              "file: " + read.metadata[i].first +
                  ": is not in the metadata of the file, which this library wrote");
    }
    // The floats of a file are doubles, too.
    const auto wide = io::load<small, double>(io::source(bytes));
    for (int i = 0; i < p.size; ++i) CHECK(wide[i] == static_cast<double>(p[i]));
}

TEST_CASE("io: a thousand changed copies of a file that was written here: none loads with other numbers") {
    const auto p = random_parameters<nested>();
    const auto bytes = io::save(p);
    hg::rng r{20};
    int loaded = 0;
    for (int i = 0; i < 1000; ++i) {
        const auto changed = changed_copy(bytes, r);
        const auto q = io::try_load<nested>(io::source(changed));
        if (!q) continue;
        ++loaded;
        CHECK(*q == p);
    }
    CHECK(loaded < 100); // of the text about it
}

TEST_CASE("io: each tensor has a name of its own, and of letters that a file may have") {
    CHECK(io::try_save(hg::parameters<hg::network<twice>>()).error().message() ==
          "the file to be written: names: \"0.weight\" stands for two tensors: of twice, layer 1 of 1, and "
          "of twice, "
          "layer 1 of 1");
    CHECK(io::try_save(hg::parameters<small>(), {.prefix = "\xff"}).error().message() ==
          "the file to be written: names: \"?0.weight\" is no UTF-8");
}

TEST_CASE("io: doubles that were written here may be rounded") {
    const auto p = random_parameters<small, double>();
    const auto bytes = io::save(p);
    CHECK_FALSE(io::try_load<small>(io::source(bytes)));
    const auto q = io::load<small>(io::source(bytes), {.rounding = io::rounding::to_nearest});
    for (int i = 0; i < p.size; ++i) CHECK(q[i] == static_cast<float>(p[i]));
}
