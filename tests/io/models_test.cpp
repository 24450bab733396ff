// Networks that others trained: loaded, they compute, learn and step as where they come from. (The tolerances
// are those that the references' own second program keeps, with some room.)
#include "model_checks.hpp"
#include "models.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/io/load.hpp>
#include <handgrad/io/nnet.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <ratio>
#include <span>
#include <string>
#include <vector>

namespace hg = handgrad;
namespace io = handgrad::io;
using namespace models;

namespace {

/// In how many rows of five the least number is where it should be.
int same_advisories(const std::vector<float>& y, const std::vector<int>& expected) {
    int same = 0;
    for (std::size_t i = 0; i < expected.size(); ++i)
        same += std::min_element(y.begin() + static_cast<std::ptrdiff_t>(5 * i),
                                 y.begin() + static_cast<std::ptrdiff_t>(5 * i + 5)) ==
                y.begin() + static_cast<std::ptrdiff_t>(5 * i) + expected[i];
    return same;
}

/// A case of torch/: outputs, loss, gradients, five steps of SGD, and of Adam.
template <class Net, int Rows, class Loss, class Target>
void check_case(const std::string& folder, const std::string& name, Loss loss, const Target& target,
                const std::vector<std::string>& names = {}, const noisy& left_out = {}) {
    CAPTURE(name);
    const models::references all(folder + "torch/" + name + ".ref.safetensors");
    const hg::parameters<Net> p =
        io::load<Net>(models::read(folder + "torch/" + name + ".weights.safetensors"), {.names = names});
    const std::vector<float> numbers = all.floats("in0");
    const hg::view<const float, Rows, Net::inputs> x(numbers.data());

    static typename Net::template workspace<Rows> ws;
    hg::parameters<Net> gradient;
    std::vector<float> dx(numbers.size());
    const float value = Net::value_and_gradient(loss, p, x, target, gradient, ws,
                                                hg::view<float, Rows, Net::inputs>(dx.data()));
    if (left_out.names.empty()) check_outputs(outputs(p, numbers), all.doubles("out_f64"));
    CHECK(value == doctest::Approx(all.doubles("loss_f64")[0]).epsilon(1e-6));
    check_parameters(all, gradient, "grad_f64/", names, 5e-6, true, left_out);
    const difference d(dx, all.doubles("grad_f64/in0"));
    CHECK(d.largest <= 5e-6 * d.scale);

    hg::parameters<Net> trained = p;
    for (int step = 0; step < 5; ++step) Net::train_step(loss, hg::sgd{0.05}, trained, x, target, ws);
    check_parameters(all, trained, "sgd5_f64/", names, 1e-6, false);
    trained = p;
    hg::optimizer_state<hg::adam, Net::parameter_count> state;
    for (int step = 0; step < 5; ++step)
        Net::train_step(loss, hg::adam{.rate = 0.01}, trained, x, target, ws, state);
    check_parameters(all, trained, "adam5_f64/", names, 2e-5, false, left_out);
}

} // namespace

TEST_CASE("models: PyTorch's own networks, their gradients, and five steps of two optimizers") {
    const std::string folder = models::folder("torch/");
    if (folder.empty()) return;
    const auto file = [&](const std::string& name) { return folder + "torch/" + name + ".ref.safetensors"; };
    const auto labels = [&](const std::string& name) {
        return models::references(file(name)).ints("target");
    };

    check_case<hg::network<hg::dense<2, 16, hg::tanh>, hg::dense<16, 16, hg::silu>, hg::dense<16, 2>>, 32>(
        folder, "mlp_2_16_16_2", hg::softmax_cross_entropy{}, labels("mlp_2_16_16_2"));
    check_case<hg::mlp<hg::relu, 16, 64, 32, 32, 5>, 64>(
        folder, "jet_16_64_32_32_5", hg::softmax_cross_entropy{}, labels("jet_16_64_32_32_5"));
    check_case<hg::mlp<hg::gelu, 8, 32, 32, 4>, 16>(folder, "mlp_gelu_8_32_32_4", hg::mean_squared_error{},
                                                    target_rows<16, 4>(file("mlp_gelu_8_32_32_4")).rows());
    using residual = hg::residual<hg::layer_norm<16>, hg::dense<16, 32, hg::gelu_tanh>, hg::dense<32, 16>>;
    check_case<
        hg::network<hg::dense<6, 16>, residual, hg::layer_norm<16, std::ratio<1, 1000000>>, hg::dense<16, 2>>,
        10>(folder, "layernorm_res_6_16_2", hg::mean_squared_error{},
            target_rows<10, 2>(file("layernorm_res_6_16_2")).rows(),
            {"inp", "ln1", "a1", "a2", "ln2", "out"});
}

TEST_CASE("models: batch normalization observes as PyTorch's does") {
    const std::string folder = models::folder("torch/batchnorm_mlp_6_20_3");
    if (folder.empty()) return;
    using net = hg::network<hg::dense<6, 20>, hg::batch_norm<20, hg::relu>, hg::dense<20, 3>>;
    const target_rows<16, 3> target(folder + "torch/batchnorm_mlp_6_20_3.ref.safetensors");
    // The bias before the norm has a gradient of zero: Adam moves it by noise, and with it what the norm
    // observes.
    check_case<net, 16>(folder, "batchnorm_mlp_6_20_3", hg::mean_squared_error{}, target.rows(), {},
                        {{"0.bias", "1.running_mean"}});
    const models::references all(folder + "torch/batchnorm_mlp_6_20_3.ref.safetensors");
    const auto p = io::load<net>(models::read(folder + "torch/batchnorm_mlp_6_20_3.weights.safetensors"));
    check_outputs(outputs(p, all.floats("in0")), all.doubles("out_eval0_f64"));
}

TEST_CASE("models: floats of each width give what their numbers give") {
    const std::string folder = models::folder("safetensors/valid");
    if (folder.empty()) return;
    const auto check = [&]<class Net>(hg::parameters<Net>*, const std::string& name,
                                      const std::vector<std::string>& types,
                                      const std::vector<std::string>& names) {
        const models::references all(folder + "safetensors/valid/" + name + ".ref.safetensors");
        for (const std::string& type : types) {
            CAPTURE(name + "." + type);
            const io::file file =
                models::read(folder + "safetensors/valid/" + name + "." + type + ".safetensors");
            auto p = std::make_unique<hg::parameters<Net>>();
            const auto before = std::make_unique<hg::parameters<Net>>();
            const io::result<void> exact = io::try_load_into(*p, file, {.names = names});
            // Sixteen bits are exact; of doubles there is one at least that is no float, and nothing is
            // rounded unless asked.
            CHECK(exact.has_value() == (type != "f64"));
            if (!exact) {
                CHECK(*p == *before);
                CHECK(exact.error().message().find(
                          "which is no float32 (or .rounding = io::rounding::to_nearest)") !=
                      std::string::npos);
            }
            io::load_into(*p, file, {.names = names, .rounding = io::rounding::to_nearest});
            check_outputs(outputs(*p, all.floats("x")), all.doubles("out_f64." + type));
        }
    };
    hg::parameters<hg::mlp<hg::relu, 16, 64, 32, 32, 5>>* jet = nullptr;
    check(jet, "jet_16_64_32_32_5", {"f32", "f16", "bf16", "f64"}, {"fc1", "fc2", "fc3", "fc4"});
    hg::parameters<hg::mlp<hg::tanh, 2, 16, 16, 2>>* small = nullptr;
    check(small, "mlp_2_16_16_2", {"f32", "f16", "bf16", "f64"}, {});
    hg::parameters<hg::mlp<hg::relu, 784, 100, 10>>* digits = nullptr;
    check(digits, "mlp_784_100_10", {"f32", "f16", "bf16"}, {"fc1", "fc2"});
}

TEST_CASE("models: the advisories of three ACAS Xu networks") {
    const std::string folder = models::folder("acasxu/");
    if (folder.empty()) return;
    using net = hg::mlp<hg::relu, 5, 50, 50, 50, 50, 50, 50, 5>;
    for (const std::string number : {"1_1", "3_3", "5_9"}) {
        const std::string name = folder + "acasxu/ACASXU_experimental_v2a_" + number;
        const models::references all(name + ".ref.safetensors");
        const auto p = io::load<net>(models::read(name + ".safetensors"));
        const std::vector<float> y = outputs(p, all.floats("x_normalised_f32"));
        check_outputs(y, all.doubles("y_raw_f32weights_f64"));
        CHECK(same_advisories(y, all.ints("argmin")) == 100);

        // The same from the text that they were published as, from the units of the problem to its units.
        const auto text = io::read_nnet<float>(models::read(name + ".nnet"));
        const auto q = io::load<net>(text.tensors());
        CHECK(q == p);
        std::vector<float> x = all.floats("x_raw");
        text.normalization.normalize(std::span<float>(x));
        std::vector<float> scores = outputs(q, x);
        CHECK(same_advisories(scores, all.ints("argmin")) == 100);
        text.normalization.denormalize(std::span<float>(scores));
        const difference d(scores, all.doubles("y_denormalised_f64"));
        // Rounding the decimals to floats is 8e-7 of a network's own units, whose range this is.
        CHECK(d.largest <= 2e-6 * text.normalization.output_range);
    }
}

TEST_CASE("models: a controller, jets, an autoencoder, an exported network") {
    const std::string folder = models::folder("policies/, keras/, mlperf_tiny/, onnx/");
    if (folder.empty()) return;
    const auto check = [&]<class Net>(hg::parameters<Net>*, const std::string& weights,
                                      const std::string& reference, const std::string& output,
                                      const std::vector<std::string>& names) {
        CAPTURE(weights);
        const models::references all(folder + reference);
        auto p = std::make_unique<hg::parameters<Net>>();
        io::load_into(*p, models::read(folder + weights), {.names = names});
        check_outputs(outputs(*p, all.floats("x")), all.doubles(output));
    };
    hg::parameters<hg::mlp<hg::relu, 13, 64, 64, 4>>* controller = nullptr;
    check(controller, "policies/mlp_13_64_64_4.safetensors", "policies/mlp_13_64_64_4.ref.safetensors",
          "y_f64", {});
    hg::parameters<hg::mlp<hg::relu, 16, 64, 32, 32, 5>>* jets = nullptr;
    check(jets, "keras/jet_3layer.safetensors", "keras/jet_3layer.ref.safetensors", "logits_f64",
          {"fc1_relu", "fc2_relu", "fc3_relu", "output_softmax"});
    hg::parameters<hg::network<hg::dense<4, 16, hg::relu>, hg::dense<16, 16, hg::tanh>, hg::dense<16, 3>>>*
        exported = nullptr;
    check(exported, "onnx/mlp_4_16_16_3.weights.safetensors", "onnx/mlp_4_16_16_3.ref.safetensors", "y_f64",
          {});

    using norm = hg::batch_norm<128, hg::relu, std::ratio<1, 10>, std::ratio<1, 1000>>;
    using narrow = hg::batch_norm<8, hg::relu, std::ratio<1, 10>, std::ratio<1, 1000>>;
    using autoencoder = hg::network<hg::dense<640, 128>, norm, hg::dense<128, 128>, norm, hg::dense<128, 128>,
                                    norm, hg::dense<128, 128>, norm, hg::dense<128, 8>, narrow,
                                    hg::dense<8, 128>, norm, hg::dense<128, 128>, norm, hg::dense<128, 128>,
                                    norm, hg::dense<128, 128>, norm, hg::dense<128, 640>>;
    std::vector<std::string> names{"dense", "batch_normalization"};
    for (int i = 1; i < 10; ++i) {
        names.push_back("dense_" + std::to_string(i));
        if (i < 9) names.push_back("batch_normalization_" + std::to_string(i));
    }
    hg::parameters<autoencoder>* sounds = nullptr;
    check(sounds, "mlperf_tiny/ad01.safetensors", "mlperf_tiny/ad01.ref.safetensors", "y_f64", names);
}

TEST_CASE("models: what follows pictures counts planes there, pixels here") {
    const std::string folder = models::folder("onnx/conv2d_1_6_8_5");
    if (folder.empty()) return;
    using net =
        hg::network<hg::conv2d<hg::image<12, 12>, 6, hg::window<3>, hg::relu, hg::stride<2>, hg::padding<1>>,
                    hg::conv2d<hg::image<6, 6, 6>, 8, hg::window<3>, hg::relu, hg::padding<1>>,
                    hg::max_pool2d<hg::image<6, 6, 8>, hg::window<2>>, hg::dense<72, 5>>;
    const models::references all(folder + "onnx/conv2d_1_6_8_5.ref.safetensors");
    const auto p = io::load<net>(models::read(folder + "onnx/conv2d_1_6_8_5.weights.safetensors"),
                                 {.names = {"conv1", "conv2", "fc"}});
    check_outputs(outputs(p, all.floats("x")),
                  all.doubles("y_f64")); // one channel: a picture is the same in both
}
