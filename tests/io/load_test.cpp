// Parameters through a file and back; every way in which a file may be another network's is told.
#include "changed_copy.hpp"

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
#include <ratio>
#include <string>
#include <vector>

namespace hg = handgrad;
namespace io = handgrad::io;

namespace {

template <class Net, class T = float>
hg::parameters<Net, T> random_parameters(std::uint64_t seed = 1) {
    hg::parameters<Net, T> p;
    hg::rng r{seed};
    for (T& x : p) x = r.normal<T>(); // also what initialize would leave zero
    return p;
}

/// The complaint of try_load.
template <class Net, class T = float>
std::string complaint_about(const std::vector<std::byte>& bytes, const io::load_options& options = {}) {
    const auto p = io::try_load<Net, T>(io::source(bytes, "file"), options);
    return p ? "" : p.error().message();
}

/// The bytes of a file of others, without a word about the network.
template <class Net, class T>
std::vector<std::byte> foreign(const hg::parameters<Net, T>& p, const io::save_options& options = {}) {
    return io::write_safetensors(io::try_save_tensors(p, options)->tensors);
}
io::tensor* find(std::vector<io::tensor>& tensors, const std::string& name) {
    for (io::tensor& t : tensors)
        if (t.name == name) return &t;
    return nullptr;
}

using small = hg::mlp<hg::relu, 3, 4, 2>;
using pictures =
    hg::network<hg::conv2d<hg::image<6, 6, 2>, 3, hg::window<3>, hg::relu>,
                hg::max_pool2d<hg::image<4, 4, 3>, hg::window<2>>, hg::layer_norm<12>,
                hg::dense<12, 5, hg::tanh>, hg::prelu<5>, hg::dense<5, 2, hg::identity, hg::no_bias>>;
using nested =
    hg::network<hg::dense<4, 6, hg::tanh>, hg::residual<hg::layer_norm<6>, hg::dense<6, 6, hg::gelu>>,
                hg::network<hg::dense<6, 3, hg::relu>, hg::dense<3, 6>>,
                hg::concatenate<hg::dense<6, 2>, hg::fixed<hg::dense<6, 3, hg::cos>>>,
                hg::checkpoint<hg::dense<5, 4, hg::relu>, hg::dense<4, 5>>,
                hg::projected_residual<hg::dense<5, 2>>>;

template <class Net>
std::vector<std::string> names_of(const io::convention& as, const std::string& prefix = "") {
    std::vector<std::string> names;
    const auto expected = io::tensors_of_file<Net>(as, prefix, {}, "file");
    for (const io::expected_tensor& t : expected->tensors) names.push_back(t.name);
    return names;
}

/// A layer of a user's, whose parameters have no name anywhere.
struct shift {
    static constexpr int inputs = 2, outputs = 2, parameter_count = 2;
    template <int>
    static constexpr int tape_size = 0;
    template <int B, class T, class Tape>
    static constexpr void forward(hg::view<const T, B, 2> z, hg::view<const T, 1, 2> p, Tape,
                                  hg::view<T, B, 2> y) {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < 2; ++c) y(r, c) = z(r, c) + p(0, c);
    }
    template <int B, hg::write W, class T, class GIn>
    static constexpr void vjp(hg::view<const T, B, 2>, hg::view<const T, B, 2>, hg::view<const T, 1, 2>,
                              hg::view<const T, 1, 0>, hg::view<T, B, 2> g, GIn g_in, hg::view<T, 1, 2> dp) {
        for (int c = 0; c < 2; ++c) {
            T sum = hg::start<W>(dp(0, c));
            for (int r = 0; r < B; ++r) sum += g(r, c);
            dp(0, c) = sum;
        }
        if constexpr (!hg::is_discarded<GIn>)
            for (int i = 0; i < 2 * B; ++i) g_in.data()[i] = g.data()[i];
    }
    template <class T>
    static constexpr void initialize(hg::view<T, 1, 2> p, hg::rng&) {
        for (T& x : p) x = 0;
    }
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

TEST_CASE("io: names are those of PyTorch's nn.Sequential, activations and Flatten counted") {
    CHECK(names_of<small>(io::pytorch) ==
          std::vector<std::string>{"0.weight", "0.bias", "2.weight", "2.bias"});
    CHECK(names_of<small>(io::pytorch, "net.")[2] == "net.2.weight");
    CHECK(names_of<small>(io::handgrad) ==
          std::vector<std::string>{"1.weights", "1.biases", "2.weights", "2.biases"});
    // Conv2d, ReLU, MaxPool2d, LayerNorm, Flatten, Linear, Tanh, PReLU, Linear
    CHECK(names_of<pictures>(io::pytorch) == std::vector<std::string>{"0.weight", "0.bias", "3.weight",
                                                                      "3.bias", "5.weight", "5.bias",
                                                                      "7.weight", "8.weight"});
    using normed = hg::network<hg::dense<2, 3>, hg::batch_norm<3, hg::relu>, hg::dense<3, 1>>;
    CHECK(names_of<normed>(io::pytorch) == std::vector<std::string>{"0.weight", "0.bias", "1.weight",
                                                                    "1.bias", "1.running_mean",
                                                                    "1.running_var", "3.weight", "3.bias"});
    CHECK(names_of<nested>(io::pytorch) ==
          std::vector<std::string>{"0.weight",   "0.bias",     "2.0.weight", "2.0.bias",   "2.1.weight",
                                   "2.1.bias",   "3.0.weight", "3.0.bias",   "3.2.weight", "3.2.bias",
                                   "4.0.weight", "4.0.bias",   "4.1.weight", "4.1.bias",   "5.0.weight",
                                   "5.0.bias",   "5.2.weight", "5.2.bias",   "6.0.weight", "6.0.bias",
                                   "6.1.weight"});
    CHECK(names_of<hg::network<shift, hg::dense<2, 2>>>(io::pytorch)[0] == "0.parameters");
}

TEST_CASE("io: axes are those of the convention") {
    const auto p = random_parameters<small>();
    const auto torch = io::try_save_tensors(p),
               keras = io::try_save_tensors(p, {.as = io::keras, .names = {"a", "b"}});
    const auto number = [](const io::tensor& t, std::size_t i) {
        return io::detail::stored<io::number_type::f32>::load(t.bytes.data() + 4 * i);
    };
    CHECK(torch->tensors[0].shape == io::extents{4, 3});
    CHECK(keras->tensors[0].shape == io::extents{3, 4});
    CHECK(keras->tensors[0].name == "a.kernel");
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t k = 0; k < 4; ++k) {
            CHECK(number(torch->tensors[0], k * 3 + i) ==
                  p.weights<1>()(static_cast<int>(i), static_cast<int>(k)));
            CHECK(number(keras->tensors[0], i * 4 + k) ==
                  p.weights<1>()(static_cast<int>(i), static_cast<int>(k)));
        }

    // A kernel (h, w, c, f) is (f, c, h, w) there; behind pictures of 2 x 2 x 3, input (h, w, c) is (c, h, w)
    // there, for a dense layer as for the norm before it.
    const auto q = random_parameters<pictures>();
    auto saved = io::try_save_tensors(q);
    CHECK(saved->tensors[0].shape == io::extents{3, 2, 3, 3});
    const auto* dense = find(saved->tensors, "5.weight");
    const auto* scales = find(saved->tensors, "3.weight");
    REQUIRE((dense && scales));
    CHECK(dense->shape == io::extents{5, 12});
    for (std::size_t h = 0; h < 3; ++h)
        for (std::size_t w = 0; w < 3; ++w)
            for (std::size_t c = 0; c < 2; ++c)
                for (std::size_t f = 0; f < 3; ++f)
                    CHECK(number(saved->tensors[0], ((f * 2 + c) * 3 + h) * 3 + w) ==
                          q.weights<1>()(static_cast<int>((h * 3 + w) * 2 + c), static_cast<int>(f)));
    for (std::size_t h = 0; h < 2; ++h)
        for (std::size_t w = 0; w < 2; ++w)
            for (std::size_t c = 0; c < 3; ++c) {
                const int here = static_cast<int>((h * 2 + w) * 3 + c);
                CHECK(number(*scales, (c * 2 + h) * 2 + w) == q.layer<3>()(0, here));
                for (std::size_t f = 0; f < 5; ++f)
                    CHECK(number(*dense, f * 12 + (c * 2 + h) * 2 + w) ==
                          q.weights<4>()(here, static_cast<int>(f)));
            }
}

TEST_CASE("io: a checkpoint around pictures changes no place of theirs") {
    using plain = hg::network<hg::conv2d<hg::image<4, 4>, 3, hg::window<3>>, hg::dense<12, 2>>;
    using checked =
        hg::network<hg::checkpoint<hg::conv2d<hg::image<4, 4>, 3, hg::window<3>>, hg::dense<12, 2>>>;
    const auto p = random_parameters<plain>();
    const auto one = io::try_save_tensors(p);
    hg::parameters<checked> q;
    std::copy(p.begin(), p.end(), q.begin());
    const auto other = io::try_save_tensors(q);
    CHECK(one->numbers == other->numbers);
    CHECK(other->tensors[2].name == "0.2.weight");
}

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

TEST_CASE("io: what follows layers around pictures follows the pictures") {
    // Flattened behind a residual, or a checkpoint, of convolutions, as PyTorch's (c, h, w) behind the
    // convolution.
    using conv = hg::conv2d<hg::image<4, 4, 2>, 2, hg::window<3>, hg::padding<1>>;
    using next = hg::dense<32, 3>;
    using plain = hg::network<conv, next>;
    const auto tensors_of = []<class Net>(hg::parameters<Net>*) {
        hg::parameters<Net> q;
        for (int i = 0; i < q.size; ++i) q[i] = static_cast<float>(i);
        auto saved = io::try_save_tensors(q);
        return std::vector<std::byte>(saved->tensors[2].bytes.begin(), saved->tensors[2].bytes.end());
    };
    const auto expected = tensors_of(static_cast<hg::parameters<plain>*>(nullptr));
    CHECK(tensors_of(static_cast<hg::parameters<hg::network<hg::residual<conv>, next>>*>(nullptr)) ==
          expected);
    CHECK(tensors_of(static_cast<hg::parameters<hg::network<hg::checkpoint<conv>, next>>*>(nullptr)) ==
          expected);
    CHECK(tensors_of(
              static_cast<hg::parameters<hg::network<hg::network<conv, hg::activate<32, hg::relu>>, next>>*>(
                  nullptr)) == expected);
    CHECK(tensors_of(static_cast<hg::parameters<hg::network<hg::fixed<conv>, next>>*>(nullptr)) == expected);
    CHECK(tensors_of(static_cast<hg::parameters<hg::network<hg::dense<32, 32>, next>>*>(nullptr)) !=
          expected);
}

namespace {

/// A layer of a user's that has no parameters, and does not say that each number stays in its place.
template <int N>
struct silent {
    static constexpr int inputs = N, outputs = N, parameter_count = 0;
    template <int>
    static constexpr int tape_size = 0;
    template <int B, class T, class Tape>
    static constexpr void forward(hg::view<const T, B, N> z, hg::view<const T, 1, 0>, Tape,
                                  hg::view<T, B, N> y) {
        for (int i = 0; i < B * N; ++i) y.data()[i] = z.data()[i];
    }
    template <int B, hg::write, class T, class Tape, class GIn>
    static constexpr void vjp(hg::view<const T, B, N>, hg::view<const T, B, N>, hg::view<const T, 1, 0>, Tape,
                              hg::view<T, B, N> g, GIn g_in, hg::view<T, 1, 0>) {
        if constexpr (!hg::is_discarded<GIn>)
            for (int i = 0; i < B * N; ++i) g_in.data()[i] = g.data()[i];
    }
    template <class T>
    static constexpr void initialize(hg::view<T, 1, 0>, hg::rng&) {}
};

/// One that has parameters, and does not say which of its numbers is which.
struct shift48 {
    static constexpr int inputs = 48, outputs = 48, parameter_count = 48;
    template <int>
    static constexpr int tape_size = 0;
    template <int B, class T, class Tape>
    static constexpr void forward(hg::view<const T, B, 48> z, hg::view<const T, 1, 48> p, Tape,
                                  hg::view<T, B, 48> y) {
        for (int i = 0; i < B * 48; ++i) y.data()[i] = z.data()[i] + p(0, i % 48);
    }
    template <int B, hg::write W, class T, class Tape, class GIn>
    static constexpr void vjp(hg::view<const T, B, 48>, hg::view<const T, B, 48>, hg::view<const T, 1, 48>,
                              Tape, hg::view<T, B, 48> g, GIn g_in, hg::view<T, 1, 48> dp) {
        for (int i = 0; i < 48; ++i) dp(0, i) = hg::start<W>(dp(0, i)) + g(0, i);
        if constexpr (!hg::is_discarded<GIn>)
            for (int i = 0; i < B * 48; ++i) g_in.data()[i] = g.data()[i];
    }
    template <class T>
    static constexpr void initialize(hg::view<T, 1, 48>, hg::rng&) {}
};

/// Two tensors that PyTorch would both call "weight".
struct twice : shift {
    static constexpr std::array tensors{hg::parameter_tensor{hg::tensor_kind::scales, 0, {1}},
                                        hg::parameter_tensor{hg::tensor_kind::slopes, 1, {1}}};
};

template <class Net>
std::string order_complaint() {
    const auto tensors = io::try_save_tensors(hg::parameters<Net>());
    if (!tensors) {
        // As they lie here they can be written, and checkpoints are.
        CHECK(io::try_save_tensors(hg::parameters<Net>(), {.as = io::channels_last(io::pytorch)}));
        const auto p = random_parameters<Net>();
        CHECK(io::load<Net>(io::file{"f", io::save(p, {.as = io::handgrad})}, {.as = io::handgrad}) == p);
    }
    return tensors ? "" : tensors.error().complaints().front();
}

} // namespace

TEST_CASE("io: where it is not known which number of a picture is which, nothing is guessed") {
    using conv = hg::conv2d<hg::image<4, 4, 2>, 3, hg::window<3>, hg::padding<1>>;
    using other = hg::conv2d<hg::image<4, 4, 2>, 2, hg::window<3>, hg::padding<1>>;
    const std::string why =
        ": PyTorch counts the numbers of a picture in another order, and which of them is which is not "
        "known here; if they lie in the file as here, (height, width, channels), say .as = "
        "io::channels_last(io::pytorch), or .as = io::handgrad";
    CHECK(order_complaint<hg::network<conv, hg::residual<hg::dense<48, 48>>, hg::dense<48, 3>>>() ==
          "order: residual<dense<48, 48>>, layer 2 of 3, which adds pictures to other numbers" + why);
    CHECK(order_complaint<hg::network<conv, hg::projected_residual<hg::dense<48, 4>>>>() == "");
    CHECK(order_complaint<
              hg::network<conv, hg::concatenate<hg::skip<48>, hg::dense<48, 4>>, hg::dense<52, 3>>>() ==
          "order: dense<52, 3>, layer 3 of 3, before which there are pictures" + why);
    CHECK(order_complaint<hg::network<hg::concatenate<conv, other>, hg::dense<80, 3>>>() ==
          "order: dense<80, 3>, layer 2 of 2, before which there are pictures" + why);
    CHECK(order_complaint<hg::network<hg::dense<5, 32>, conv, hg::dense<48, 3>>>().find(
              ", layer 2 of 3, which makes pictures of other numbers: ") != std::string::npos);
    CHECK(order_complaint<hg::network<conv, silent<48>, hg::dense<48, 3>>>() ==
          "order: dense<48, 3>, layer 3 of 3, before which there are pictures" + why);
    CHECK(order_complaint<hg::network<conv, shift48>>() ==
          "order: shift48, layer 2 of 2, before which there are pictures" + why);
    // What says that numbers stay where they are, or has no order to lose.
    CHECK(order_complaint<hg::network<conv, hg::softmax<48>, hg::dropout<48>,
                                      hg::residual<hg::activate<48, hg::relu>>, hg::dense<48, 3>>>() == "");
    CHECK(order_complaint<
              hg::network<hg::dropout<32>, conv, silent<48>, hg::conv2d<hg::image<4, 4, 3>, 1, hg::window<3>>,
                          silent<4>, hg::dense<4, 3>>>() == "");
    CHECK(order_complaint<
              hg::network<hg::conv2d<hg::image<4, 4>, 1, hg::window<3>>, hg::residual<hg::dense<4, 4>>>>() ==
          "");
}

TEST_CASE("io: a norm of pictures may have their shape") {
    using net = hg::network<hg::conv2d<hg::image<4, 4, 2>, 3, hg::window<3>>, hg::layer_norm<12>>;
    const auto p = random_parameters<net>();
    auto saved = io::try_save_tensors(p);
    for (io::tensor& t : saved->tensors)
        if (t.shape == io::extents{12}) t.shape = {3, 2, 2};
    hg::parameters<net> q;
    REQUIRE(io::try_load_into(q, saved->tensors));
    CHECK(q == p);
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
