// Networks with a memory that sound is made of, or cleaned with: other libraries' names, and orders of gates.
#include "model_checks.hpp"
#include "models.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/io/load.hpp>
#include <handgrad/io/load_frozen.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

namespace hg = handgrad;
namespace io = handgrad::io;
using namespace models;

namespace {

/// Tensors of doubles, as they are in a text.
class tensors_of_text {
public:
    const std::vector<io::tensor>& tensors() {
        for (std::size_t i = 0; i < tensors_.size(); ++i)
            tensors_[i].bytes = {reinterpret_cast<const std::byte*>(numbers_[i].data()),
                                 numbers_[i].size() * sizeof(double)};
        return tensors_;
    }
    void add(const std::string& name, const nlohmann::json& text) {
        io::tensor t{name, io::number_type::f64, {}, {}};
        for (const nlohmann::json* axis = &text; axis->is_array(); axis = &axis->front())
            t.shape.push_back(axis->size());
        numbers_.emplace_back();
        add_numbers(text);
        tensors_.push_back(t);
    }

private:
    void add_numbers(const nlohmann::json& text) {
        if (text.is_array())
            for (const nlohmann::json& part : text) add_numbers(part);
        else
            numbers_.back().push_back(text.get<double>());
    }
    std::vector<io::tensor> tensors_;
    std::vector<std::vector<double>> numbers_;
};

nlohmann::json text_of(const std::string& path) {
    std::ifstream file(path);
    REQUIRE_MESSAGE(file, path);
    return nlohmann::json::parse(file);
}
/// Keras' layers, which have no names there: "1", "2", ..
tensors_of_text keras_layers(const std::string& path) {
    tensors_of_text all;
    int number = 0;
    const nlohmann::json text = text_of(path);
    for (const auto& layer : text["layers"]) {
        const std::string name = std::to_string(++number) + ".";
        const auto& weights = layer["weights"];
        all.add(name + "kernel", weights[0]);
        if (weights.size() == 3) all.add(name + "recurrent_kernel", weights[1]);
        all.add(name + "bias", weights[weights.size() - 1]);
    }
    return all;
}
tensors_of_text torch_modules(const std::string& path) {
    tensors_of_text all;
    const nlohmann::json text = text_of(path);
    for (const auto& [name, numbers] : text.items()) all.add(name, numbers);
    return all;
}

/// One sequence from its beginning, in blocks of 64 steps and less.
template <class Net>
void check_sound(const std::vector<io::tensor>& tensors, io::load_options options,
                 const std::string& reference, double tolerance) {
    options.rounding = io::rounding::to_nearest; // decimals
    const auto p = io::load<Net>(tensors, options);
    const references all(reference);
    const std::vector<float> x = all.floats("x");
    std::vector<float> y(x.size());
    typename Net::template state<1> state;
    for (std::size_t i = 0; i < x.size(); i += 64)
        Net::stream(p, x.data() + i, y.data() + i, static_cast<int>(x.size() - i < 64 ? x.size() - i : 64),
                    state);
    CHECK(difference(y, all.doubles("y_f64")).largest <= tolerance);
}

/// Some of the numbers of a row.
template <int In, int First, int Count>
struct part_of_row {
    static constexpr int inputs = In, outputs = Count, parameter_count = 0;
    template <int>
    static constexpr int tape_size = 0;
    template <int B, class T, class Tape>
    static constexpr void forward(hg::view<const T, B, In> z, hg::view<const T, 1, 0>, Tape,
                                  hg::view<T, B, Count> y) {
        for (int r = 0; r < B; ++r)
            for (int i = 0; i < Count; ++i) y(r, i) = z(r, First + i);
    }
    template <int B, hg::write, class T, class Tape, class GIn>
    static constexpr void vjp(hg::view<const T, B, In>, hg::view<const T, B, Count>, hg::view<const T, 1, 0>,
                              Tape, hg::view<T, B, Count> g, GIn g_in, hg::view<T, 1, 0>) {
        if constexpr (!hg::is_discarded<GIn>)
            for (int r = 0; r < B; ++r)
                for (int i = 0; i < In; ++i)
                    g_in(r, i) = First <= i && i < First + Count ? g(r, i - First) : T(0);
    }
    template <class T>
    static constexpr void initialize(hg::view<T, 1, 0>, hg::rng&) {}
};

} // namespace

TEST_CASE("models: RTNeural's recurrent networks, Keras' and PyTorch's") {
    const std::string folder = models::folder("rtneural/");
    if (folder.empty()) return;
    const auto text = [&](const std::string& name) { return folder + "rtneural/models/" + name + ".json"; };
    const auto expected = [&](const std::string& name) {
        return folder + "rtneural/" + name + ".f64.safetensors";
    };
    using hg::dense, hg::gru, hg::lstm, hg::one_bias;

    tensors_of_text file = keras_layers(text("gru_1d"));
    check_sound<hg::network<gru<1, 8>, dense<8, 8, hg::sigmoid>, dense<8, 1>>>(
        file.tensors(), {.as = io::keras, .names = {"1", "2", "3"}}, expected("gru_1d"), 2e-6);
    file = keras_layers(text("lstm_1d")); // whose one bias is the sum of two, or the first of them
    const io::load_options keras{.as = io::keras, .names = {"1", "2"}};
    check_sound<hg::network<lstm<1, 8, one_bias>, dense<8, 1>>>(file.tensors(), keras, expected("lstm_1d"),
                                                                2e-6);
    check_sound<hg::network<lstm<1, 8>, dense<8, 1>>>(file.tensors(), keras, expected("lstm_1d"), 2e-6);

    file = torch_modules(text("gru_torch"));
    check_sound<hg::network<gru<1, 8>, gru<8, 8>, gru<8, 8>, gru<8, 8>, dense<8, 1>>>(
        file.tensors(), {.names = {"gru", "gru2", "gru2", "gru2", "dense"}}, expected("gru_torch"), 2e-6);
    file = torch_modules(text("lstm_torch"));
    const io::load_options torch{.names = {"lstm", "lstm2", "lstm2", "lstm2", "dense"}};
    check_sound<hg::network<lstm<1, 8>, lstm<8, 8>, lstm<8, 8>, lstm<8, 8>, dense<8, 1>>>(
        file.tensors(), torch, expected("lstm_torch"), 2e-6);
    using joined = lstm<8, 8, one_bias>;
    check_sound<hg::network<lstm<1, 8, one_bias>, joined, joined, joined, dense<8, 1>>>(
        file.tensors(), torch, expected("lstm_torch"), 2e-6);
}

TEST_CASE("models: RNNoise, whose layers read what several others said, as one network") {
    const std::string folder = models::folder("rnnoise/");
    if (folder.empty()) return;
    // x -> [a, x] -> [a, v, x] -> [v, n, x] -> [gains, vad]
    using net = hg::network<
        hg::concatenate<hg::dense<42, 24, hg::tanh>, hg::skip<42>>,
        hg::concatenate<part_of_row<66, 0, 24>,
                        hg::network<part_of_row<66, 0, 24>, hg::gru_v1<24, 24, hg::relu>>,
                        part_of_row<66, 24, 42>>,
        hg::concatenate<part_of_row<90, 24, 24>, hg::gru_v1<90, 48, hg::relu>, part_of_row<90, 48, 42>>,
        hg::concatenate<hg::network<hg::gru_v1<114, 96, hg::relu>, hg::dense<96, 22, hg::sigmoid>>,
                        hg::network<part_of_row<114, 0, 24>, hg::dense<24, 1, hg::sigmoid>>>>;
    static_assert(net::parameter_count == 87503);
    static hg::frozen<net, float> f;
    io::load_frozen_into(
        f, read(folder + "rnnoise/rnnoise_0_1.safetensors"),
        {.as = io::keras,
         .names = {"input_dense", "vad_gru", "noise_gru", "denoise_gru", "denoise_output", "vad_output"}});
    const auto check = [&](const std::string& name, double tolerance) {
        const references all(folder + "rnnoise/" + name + ".safetensors");
        const std::vector<float> x = all.floats("features");
        const int frames = static_cast<int>(x.size()) / 42;
        std::vector<float> y(static_cast<std::size_t>(frames) * 23), gains, vad;
        net::state<1> state;
        for (int t = 0; t < frames; ++t) f.stream(x.data() + t * 42, y.data() + t * 23, 1, state);
        for (std::size_t i = 0; i < y.size(); ++i) (i % 23 < 22 ? gains : vad).push_back(y[i]);
        CHECK(difference(gains, all.doubles("gains_f64")).largest <= tolerance);
        CHECK(difference(vad, all.doubles("vad_f64")).largest <= tolerance);
    };
    check("speech", 2e-5);
    check("random", 2e-4);
}
