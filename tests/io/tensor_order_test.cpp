// Which number of a file is which of a network: names, axes, and the order of pictures.
#include "saved_networks.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/io/load.hpp>
#include <handgrad/io/save.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace hg = handgrad;
namespace io = handgrad::io;
using namespace saved_networks;

namespace {

template <class Net>
std::vector<std::string> names_of(const io::convention& as, const std::string& prefix = "") {
    std::vector<std::string> names;
    const auto expected = io::tensors_of_file<Net>(as, prefix, {}, "file");
    for (const io::expected_tensor& t : expected->tensors) names.push_back(t.name);
    return names;
}

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
