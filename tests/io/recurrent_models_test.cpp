// Networks with a memory that others trained: loaded, they compute, learn and step as where they come from.
#include "model_checks.hpp"
#include "models.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/io/load.hpp>
#include <handgrad/io/load_frozen.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace hg = handgrad;
namespace io = handgrad::io;
using namespace models;

namespace {

/// Twenty steps of three sequences, which lie step after step there and one after the other here.
constexpr int sequence_count = 3, step_count = 20, row_count = sequence_count * step_count;

template <int N, class T>
std::vector<T> here(const std::vector<T>& there) {
    std::vector<T> to(there.size());
    hg::from_time_major<sequence_count>(hg::rows<const T, N>(there.data(), row_count),
                                        hg::rows<T, N>(to.data(), row_count));
    return to;
}
template <int N, class T>
std::vector<T> there(const std::vector<T>& here) {
    std::vector<T> to(here.size());
    hg::to_time_major<sequence_count>(hg::rows<const T, N>(here.data(), row_count),
                                      hg::rows<T, N>(to.data(), row_count));
    return to;
}

/// The numbers of a state of one layer, each h a tensor, and c.
template <class State>
void read_state(const references& all, int tensors, State& state) {
    constexpr int size = State::size;
    for (int k = 0; k < tensors; ++k) {
        const std::vector<float> numbers = all.floats("in" + std::to_string(k + 1));
        const int width = size / tensors;
        for (int b = 0; b < sequence_count; ++b)
            for (int i = 0; i < width; ++i)
                state.numbers()(b, k * width + i) = numbers[static_cast<std::size_t>(b * width + i)];
    }
}
template <class State>
void check_state_gradient(const references& all, int tensors, const State& d) {
    constexpr int size = State::size;
    for (int k = 0; k < tensors; ++k) {
        const int width = size / tensors;
        std::vector<float> numbers;
        for (int b = 0; b < sequence_count; ++b)
            for (int i = 0; i < width; ++i) numbers.push_back(d.numbers()(b, k * width + i));
        const difference found(numbers, all.doubles("grad_f64/in" + std::to_string(k + 1)));
        CHECK(found.largest <= 5e-6 * found.scale);
    }
}

/// A case of torch/: outputs, loss, gradients, five steps of SGD, and of Adam; `tensors` are given as the
/// state that the sequences begin with.
template <class Net, class Loss, class Target>
void check_sequences(const std::string& folder, const std::string& name, Loss loss, const Target& target,
                     const std::vector<std::string>& names, int tensors = 0) {
    CAPTURE(name);
    using number = hg::input_number<Net, float>;
    using state_type = typename Net::template state<sequence_count>;
    const references all(folder + "torch/" + name + ".ref.safetensors");
    const auto file = read(folder + "torch/" + name + ".weights.safetensors");
    const hg::parameters<Net> p = io::load<Net>(file, {.names = names});
    std::vector<number> numbers;
    if constexpr (hg::has_input_gradient<Net>)
        numbers = here<Net::inputs>(all.floats("in0"));
    else
        for (const int token : here<1>(all.ints("in0"))) numbers.push_back(token);
    const hg::view<const number, row_count, Net::inputs> x(numbers.data());

    state_type beginning;
    read_state(all, tensors, beginning);
    state_type state = beginning, dstate;
    static typename Net::template workspace<sequence_count * hg::steps(step_count)> ws;
    hg::parameters<Net> gradient;
    float value = 0;
    if constexpr (hg::has_input_gradient<Net>) {
        std::vector<float> dx(numbers.size());
        value = Net::value_and_gradient(loss, p, hg::going_on(x, state, dstate), target, gradient, ws,
                                        hg::view<float, row_count, Net::inputs>(dx.data()));
        const difference d(there<Net::inputs>(dx), all.doubles("grad_f64/in0"));
        CHECK(d.largest <= 5e-6 * d.scale);
    } else {
        value = Net::value_and_gradient(loss, p, hg::going_on(x, state, dstate), target, gradient, ws);
    }
    CHECK(value == doctest::Approx(all.doubles("loss_f64")[0]).epsilon(1e-6));
    check_parameters(all, gradient, "grad_f64/", names, 5e-6, true);
    check_state_gradient(all, tensors, dstate);

    std::vector<float> y(static_cast<std::size_t>(row_count * Net::outputs));
    const hg::rows<float, Net::outputs> to(y.data(), row_count);
    state = beginning;
    Net::predict(p, hg::going_on(x, state), to);
    check_outputs(there<Net::outputs>(y), all.doubles("out_f64"));
    state = beginning;
    io::load_frozen<Net>(file, {.names = names}).predict(hg::going_on(x, state), to);
    check_outputs(there<Net::outputs>(y), all.doubles("out_f64"));

    hg::parameters<Net> trained = p;
    for (int step = 0; step < 5; ++step) {
        state = beginning;
        Net::train_step(loss, hg::sgd{0.05}, trained, hg::going_on(x, state), target, ws);
    }
    check_parameters(all, trained, "sgd5_f64/", names, 1e-6, false);
    trained = p;
    hg::optimizer_state<hg::adam, Net::parameter_count> kept;
    for (int step = 0; step < 5; ++step) {
        state = beginning;
        Net::train_step(loss, hg::adam{.rate = 0.01}, trained, hg::going_on(x, state), target, ws, kept);
    }
    check_parameters(all, trained, "adam5_f64/", names, 2e-5, false);
}

template <class Net>
void check_regression(const std::string& folder, const std::string& name,
                      const std::vector<std::string>& names, int tensors = 0) {
    const std::vector<float> target =
        here<Net::outputs>(references(folder + "torch/" + name + ".ref.safetensors").floats("target"));
    check_sequences<Net>(folder, name, hg::mean_squared_error{},
                         hg::view<const float, row_count, Net::outputs>(target.data()), names, tensors);
}

} // namespace

TEST_CASE("models: PyTorch's recurrent networks, their gradients, and five steps of two optimizers") {
    const std::string folder = models::folder("torch/ (recurrent)");
    if (folder.empty()) return;
    check_regression<hg::network<hg::rnn<4, 16>, hg::dense<16, 2>>>(folder, "rnn_tanh_4_16_2", {"rnn", "fc"});
    check_regression<hg::network<hg::gru<5, 16>, hg::dense<16, 3>>>(folder, "gru_5_16_3", {"gru", "fc"});
    check_regression<hg::network<hg::gru<4, 12>, hg::gru<12, 12>, hg::dense<12, 2>>>(folder, "gru2_4_12_2",
                                                                                     {"gru", "gru", "fc"});
    check_regression<hg::network<hg::gru<6, 10>, hg::dense<10, 4>>>(folder, "gru_h0_6_10_4", {"gru", "fc"},
                                                                    1);
    check_regression<hg::network<hg::lstm<5, 16>, hg::dense<16, 3>>>(folder, "lstm_5_16_3", {"lstm", "fc"});
    check_regression<hg::network<hg::lstm<4, 10>, hg::lstm<10, 10>, hg::dense<10, 2>>>(
        folder, "lstm2_4_10_2", {"lstm", "lstm", "fc"});
    check_regression<hg::network<hg::lstm<3, 7, hg::no_bias>, hg::dense<7, 2>>>(
        folder, "lstm_nobias_h0c0_3_7_2", {"lstm", "fc"}, 2);

    const references words(folder + "torch/embedding_gru_20_8_16.ref.safetensors");
    check_sequences<hg::network<hg::embedding<20, 8>, hg::gru<8, 16>, hg::dense<16, 20>>>(
        folder, "embedding_gru_20_8_16", hg::softmax_cross_entropy{}, here<1>(words.ints("target")),
        {"emb", "gru", "fc"});
}

TEST_CASE("models: a flight controller's 500 steps, one at a time") {
    const std::string folder = models::folder("raptor/");
    if (folder.empty()) return;
    using net = hg::network<hg::dense<22, 16, hg::relu>, hg::gru<16, 16, hg::bias, hg::learned_initial_state>,
                            hg::dense<16, 4>>;
    static_assert(net::parameter_count == 2084);
    const auto file = read(folder + "raptor/policy.safetensors");
    const io::load_options options{.names = {"0", "gru", "2"}};
    const auto p = io::load<net>(file, options);
    const auto f = io::load_frozen<net>(file, options);
    const references all(folder + "raptor/example.safetensors");
    const std::vector<float> x = all.floats("input");
    const std::vector<double> expected = all.doubles("output_numpy_f64");
    const int steps = static_cast<int>(x.size()) / net::inputs;
    CHECK(steps == 500);
    std::vector<float> live(expected.size()), frozen(expected.size()), whole(expected.size());
    net::state<1> of_live, of_frozen;
    for (int t = 0; t < steps; ++t) {
        net::stream(p, x.data() + t * 22, live.data() + t * 4, 1, of_live);
        f.stream(x.data() + t * 22, frozen.data() + t * 4, 1, of_frozen);
    }
    net::predict(p, hg::sequences<1>(hg::rows<const float, 22>(x.data(), steps)),
                 hg::rows<float, 4>(whole.data(), steps));
    CHECK(difference(live, expected).largest <= 2e-6);
    CHECK(live == frozen);
    CHECK(live == whole);
    CHECK(of_live == of_frozen);
}
