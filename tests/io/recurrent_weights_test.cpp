// The weights of layers with a memory, under each convention: each number where the layer's formula, written
// down once more here, in double, has it.
#include "bits.hpp"
#include "recurrent_reference.hpp"
#include "saved_networks.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/io/load.hpp>
#include <handgrad/io/load_frozen.hpp>
#include <handgrad/io/save.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace hg = handgrad;
namespace io = handgrad::io;
using namespace saved_networks;
using namespace recurrent_reference;

namespace {

/// The output of the last of a few steps, by the network and by the formula.
template <class Net>
void check_formula(const hg::parameters<Net>& p, const step_of& step) {
    numbers h(hidden, 0.0), c(hidden, 0.0);
    typename Net::template state<1> state;
    for (int t = 0; t < step_count; ++t) {
        const numbers x{std::cos(t * 1.3), std::sin(2.0 + t)};
        const float as_floats[] = {static_cast<float>(x[0]), static_cast<float>(x[1])};
        float y[hidden];
        Net::stream(p, as_floats, y, 1, state);
        step({as_floats[0], as_floats[1]}, h, c);
        for (std::size_t j = 0; j < hidden; ++j)
            CHECK(static_cast<double>(y[j]) == doctest::Approx(h[j]).epsilon(2e-6));
    }
}

const io::convention& convention_of(const std::string& library) {
    return library == "PyTorch" ? io::pytorch : library == "Keras" ? io::keras : io::handgrad;
}
io::load_options options_of(const std::string& library) {
    return {.as = convention_of(library), .names = {"layer"}};
}

/// Loads what a library writes of a layer with so many biases.
template <class Layer>
void check_layer(const std::string& kind, const std::string& library, const std::string& order, int biases) {
    CAPTURE(kind);
    CAPTURE(library);
    CAPTURE(biases);
    const step_of step{kind, gates_of(order, biases)};
    tensor_file file = written_by(library, order, step.gates, biases);
    using net = hg::network<Layer>;
    io::load_options options = options_of(library);
    const auto p = io::try_load<net>(file.tensors(), options);
    if (!p) FAIL(p.error().message());
    check_formula(*p, step);

    // Of what is not in the file, or is not the layer's, each is a complaint.
    for (std::size_t i = 0; i < file.tensors().size(); ++i) {
        std::vector<io::tensor> fewer = file.tensors();
        const std::string name = fewer[i].name;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        const auto q = io::try_load<net>(fewer, options);
        CHECK(q.has_value() == (name == "layer.recurrent_biases"));
        if (q) continue;
        CHECK(q.error().message().find(name + ": is not in the file; ") != std::string::npos);
    }
}

/// A layer's numbers to the bit, out and in again.
template <class Layer>
void check_way_back(const io::convention& as) {
    CAPTURE(as.name);
    using net = hg::network<hg::dense<3, in, hg::relu>, Layer, hg::dense<hidden, 2>>;
    auto p = random_parameters<net>();
    p.data()[2] = -0.0f;
    p.template biases<1>()(0, 0) = -0.0f;
    const std::vector<std::string> names{"a", "b", "c"};
    const auto bytes = io::save(p, {.as = as, .names = names});
    const io::load_options options{.as = as, .names = names};
    const auto q = io::load<net>(io::source(bytes, "file"), options);
    for (int i = 0; i < p.size; ++i) CHECK(same_bits(p.data()[i], q.data()[i]));
    const auto f = io::load_frozen<net>(io::source(bytes, "file"), options);
    const auto x = random_parameters<hg::network<hg::dense<3, 7, hg::identity, hg::no_bias>>>();
    const hg::view<const float, 7, 3> rows(x.data());
    CHECK(f.forward(hg::sequences<1>(rows)) == hg::freeze(p).forward(hg::sequences<1>(rows)));
    // One that goes through a file of others, too.
    CHECK(io::load<net>(io::file{"file", foreign(p, {.as = as, .names = names})}, options) == p);
}

} // namespace

TEST_CASE("recurrent weights: of each library, each number is where the layer's formula has it") {
    using hg::no_bias, hg::one_bias;
    check_layer<hg::rnn<in, hidden>>("rnn", "PyTorch", "h", 2);
    check_layer<hg::gru<in, hidden>>("gru", "PyTorch", "rzn", 2);
    check_layer<hg::lstm<in, hidden>>("lstm", "PyTorch", "ifgo", 2);
    check_layer<hg::rnn<in, hidden, hg::tanh, no_bias>>("rnn", "PyTorch", "h", 0);
    check_layer<hg::gru<in, hidden, no_bias>>("gru", "PyTorch", "rzn", 0);
    check_layer<hg::lstm<in, hidden, no_bias>>("lstm", "PyTorch", "ifgo", 0);

    check_layer<hg::rnn<in, hidden, hg::tanh, one_bias>>("rnn", "Keras", "h", 1);
    check_layer<hg::gru<in, hidden>>("gru", "Keras", "zrn", 2);
    check_layer<hg::gru_v1<in, hidden>>("gru_v1", "Keras", "zrn", 1);
    check_layer<hg::lstm<in, hidden, one_bias>>("lstm", "Keras", "ifgo", 1);
    check_layer<hg::gru<in, hidden, no_bias>>("gru", "Keras", "zrn", 0);

    check_layer<hg::rnn<in, hidden>>("rnn", "handgrad", "h", 2);
    check_layer<hg::gru<in, hidden>>("gru", "handgrad", "rzn", 2);
    check_layer<hg::gru<in, hidden, one_bias>>("gru", "handgrad", "rzn", 1);
    check_layer<hg::gru_v1<in, hidden>>("gru_v1", "handgrad", "zrn", 1);
    check_layer<hg::lstm<in, hidden>>("lstm", "handgrad", "ifgo", 2);
}

TEST_CASE("recurrent weights: two biases are one where they may be, and one is two") {
    using hg::one_bias;
    // Their sum.
    check_layer<hg::rnn<in, hidden, hg::tanh, one_bias>>("rnn", "PyTorch", "h", 2);
    check_layer<hg::lstm<in, hidden, one_bias>>("lstm", "PyTorch", "ifgo", 2);
    check_layer<hg::lstm<in, hidden, one_bias>>("lstm", "handgrad", "ifgo", 2);
    // The first of them.
    check_layer<hg::rnn<in, hidden>>("rnn", "Keras", "h", 1);
    check_layer<hg::lstm<in, hidden>>("lstm", "Keras", "ifgo", 1);
    check_layer<hg::gru_v1<in, hidden, hg::tanh, hg::bias>>("gru_v1", "Keras", "zrn", 1);
    check_layer<hg::gru<in, hidden>>("gru", "handgrad", "rzn", 1);

    // A gru's second bias of n is within the reset gate.
    for (const std::string library : {"PyTorch", "Keras", "handgrad"}) {
        CAPTURE(library);
        const std::string order = library == "Keras" ? "zrn" : "rzn";
        step_of step{"gru", gates_of(order, 2)};
        tensor_file file = written_by(library, order, step.gates, 2);
        using net = hg::network<hg::gru<in, hidden, one_bias>>;
        const auto p = io::try_load<net>(file.tensors(), options_of(library));
        REQUIRE(!p);
        CHECK(p.error().message() ==
              std::string("tensors: ") +
                  (library == "PyTorch" ? "layer.bias_hh_l0"
                   : library == "Keras" ? "layer.bias"
                                        : "layer.recurrent_biases") +
                  ": is not all zero for the last of three gates; gru<2, 3, one_bias>, layer 1 of 1, has one "
                  "bias, which cannot be the sum of two: a gru with `bias` has both");
        step.gates['n'].b_h = numbers(hidden, 0.0);
        file = written_by(library, order, step.gates, 2);
        check_formula(io::load<net>(file.tensors(), options_of(library)), step);
    }
}

TEST_CASE("recurrent weights: a gru of one kind is not taken for the other") {
    step_of step{"gru", gates_of("zrn", 1)};
    tensor_file file = written_by("Keras", "zrn", step.gates, 1);
    CHECK(io::try_load<hg::network<hg::gru<in, hidden>>>(file.tensors(), options_of("Keras"))
              .error()
              .message() ==
          "tensors: layer.bias: the file has shape [9] (float64); gru<2, 3>, layer 1 of 1, expects [2, 9] in "
          "Keras's order; that of reset_after=False is gru_v1");
    file = written_by("Keras", "zrn", gates_of("zrn", 2), 2);
    CHECK(io::try_load<hg::network<hg::gru_v1<in, hidden>>>(file.tensors(), options_of("Keras"))
              .error()
              .message() == "tensors: layer.bias: the file has shape [2, 9] (float64); gru_v1<2, 3>, layer 1 "
                            "of 1, expects [9] in "
                            "Keras's order; that of reset_after=True is gru");
}

TEST_CASE(
    "recurrent weights: a file of PyTorch's GRU is not taken for a gru_v1, whose tensors look the same") {
    const step_of step{"gru", gates_of("rzn", 2)};
    tensor_file file = written_by("PyTorch", "rzn", step.gates, 2);
    using net = hg::network<hg::gru_v1<in, hidden, hg::tanh, hg::bias>>;
    const auto p = io::try_load<net>(file.tensors(), options_of("PyTorch"));
    REQUIRE(!p);
    CHECK(p.error().message() ==
          "tensors: layer: gru_v1<2, 3, tanh, bias>, layer 1 of 1: PyTorch has no such layer: the tensors of "
          "its "
          "GRU look the same, but that has the reset gate after the product, which is hg::gru; if the file's "
          "network has it before, say .as = io::keras, or .as = io::handgrad");
}

TEST_CASE("recurrent weights: PyTorch has two biases, and a file with one of them is cut off") {
    const step_of step{"lstm", gates_of("ifgo", 2)};
    tensor_file file = written_by("PyTorch", "ifgo", step.gates, 2);
    std::vector<io::tensor> tensors = file.tensors();
    std::erase_if(tensors, [](const io::tensor& t) { return t.name == "layer.bias_hh_l0"; });
    for (const auto& message :
         {io::try_load<hg::network<hg::lstm<in, hidden>>>(tensors, options_of("PyTorch")).error().message(),
          io::try_load<hg::network<hg::lstm<in, hidden, hg::one_bias>>>(tensors, options_of("PyTorch"))
              .error()
              .message()})
        CHECK(message.find("layer.bias_hh_l0: is not in the file") != std::string::npos);
}

TEST_CASE("recurrent weights: of two biases one does not fit, or both do not") {
    using net = hg::network<hg::lstm<in, hidden, hg::one_bias>>;
    const step_of step{"lstm", gates_of("ifgo", 2)};
    const auto complaints = [&](std::vector<std::string> shortened) {
        tensor_file file = written_by("PyTorch", "ifgo", step.gates, 2);
        std::vector<io::tensor> tensors = file.tensors();
        for (const std::string& name : shortened) {
            io::tensor* const t = find(tensors, name);
            t->shape = {1};
            t->bytes = t->bytes.first(sizeof(double));
        }
        const auto p = io::try_load<net>(tensors, options_of("PyTorch"));
        return p ? std::size_t{0} : p.error().complaints().size();
    };
    CHECK(complaints({}) == 0);
    CHECK(complaints({"layer.bias_ih_l0"}) == 1);
    CHECK(complaints({"layer.bias_hh_l0"}) == 1);
    CHECK(complaints({"layer.bias_ih_l0", "layer.bias_hh_l0"}) == 2);
}

TEST_CASE("recurrent weights: sums that are none are complaints") {
    step_of step{"lstm", gates_of("ifgo", 2)};
    const double most = 3e38;
    step.gates['g'].b_x[1] = step.gates['g'].b_h[1] = most;
    tensor_file file = written_by("PyTorch", "ifgo", step.gates, 2);
    using net = hg::network<hg::lstm<in, hidden, hg::one_bias>>;
    io::load_options options = options_of("PyTorch");
    options.rounding = io::rounding::to_nearest;
    CHECK(io::try_load<net>(file.tensors(), options)
              .error()
              .message()
              .find("number 7, added to that of the other bias, is 6e+38, too large for float32 "
                    "(or .not_finite = true)") != std::string::npos);
    options.not_finite = true;
    CHECK(io::try_load<net>(file.tensors(), options));
}

TEST_CASE("recurrent weights: saved and loaded they are the same to the bit") {
    const auto check = [](const io::convention& as) {
        using hg::bias, hg::no_bias, hg::one_bias, hg::learned_initial_state, hg::constant_initial_state;
        const bool both = &as != &io::keras; // of a layer that could do with one
        check_way_back<hg::gru<in, hidden>>(as);
        check_way_back<hg::gru<in, hidden, one_bias>>(as);
        check_way_back<hg::gru<in, hidden, no_bias, learned_initial_state>>(as);
        if (&as != &io::pytorch) check_way_back<hg::gru_v1<in, hidden>>(as);
        check_way_back<hg::rnn<in, hidden, hg::relu, one_bias, constant_initial_state>>(as);
        check_way_back<hg::lstm<in, hidden, one_bias, learned_initial_state>>(as);
        if (both) check_way_back<hg::rnn<in, hidden>>(as);
        if (&as == &io::handgrad) check_way_back<hg::gru_v1<in, hidden, hg::relu, bias>>(as);
        if (both) check_way_back<hg::lstm<in, hidden, bias, learned_initial_state>>(as);
    };
    check(io::pytorch);
    check(io::keras);
    check(io::handgrad);
}

TEST_CASE("recurrent weights: what Keras has no place for is not written") {
    using net = hg::network<hg::lstm<in, hidden>, hg::dense<hidden, 1>>;
    auto p = random_parameters<net>();
    const io::save_options options{.as = io::keras, .names = {"a", "b"}};
    CHECK(io::try_save(p, options).error().message() == "the file to be written: biases: lstm<2, 3>, layer 1 "
                                                        "of 2, has two, Keras one: a layer with one_bias, "
                                                        "or .as = io::handgrad");
    // Where it is zero, as in one that comes from there, nothing is lost.
    for (float& b : p.tensor<hg::tensor_kind::recurrent_biases, 1>()) b = 0;
    const auto bytes = io::save(p, options);
    CHECK(io::load<net>(io::source(bytes, "file"), {.as = io::keras, .names = {"a", "b"}}) == p);
}

TEST_CASE("recurrent weights: names, and layers of one name are those of one module") {
    using net = hg::network<hg::gru<2, 3>, hg::gru<3, 3, hg::bias, hg::learned_initial_state>,
                            hg::lstm<3, 3, hg::one_bias, hg::learned_initial_state>, hg::dense<3, 3>,
                            hg::lstm<3, 3, hg::no_bias>>;
    const auto names_of = [](const io::convention& as, const std::vector<std::string>& names) {
        const auto expected = io::tensors_of_file<net>(as, "", names, "file");
        if (!expected) return expected.error().message();
        std::string all;
        for (const io::expected_tensor& t : expected->tensors) all += t.name + " ";
        return all;
    };
    CHECK(
        names_of(io::pytorch, {"m", "m", "m", "fc", "k"}).find("\"m.weight_ih_l0\" stands for two tensors") !=
        std::string::npos); // of another kind
    CHECK(
        names_of(io::pytorch, {"m", "m", "n", "fc", "n"}).find("\"n.weight_ih_l0\" stands for two tensors") !=
        std::string::npos); // with another between
    CHECK(names_of(io::pytorch, {"m", "m", "n", "fc", "k"}) ==
          "m.weight_ih_l0 m.bias_ih_l0 m.bias_hh_l0 m.weight_hh_l0 m.weight_ih_l1 m.bias_ih_l1 m.bias_hh_l1 "
          "m.weight_hh_l1 m.initial_hidden_state_l1 n.weight_ih_l0 n.bias_ih_l0 n.bias_hh_l0 n.weight_hh_l0 "
          "n.initial_hidden_state n.initial_cell_state fc.weight fc.bias k.weight_ih_l0 k.weight_hh_l0 ");
    CHECK(names_of(io::initial_states(io::pytorch, "h0", "c0"), {"m", "m", "n", "fc", "k"})
              .find("n.h0 n.c0 fc.weight") != std::string::npos);
    CHECK(names_of(io::handgrad, {})
              .find("2.weights 2.biases 2.recurrent_biases 2.recurrent_weights "
                    "2.initial_output 3.weights ") != std::string::npos);
    // Sequences of modules count each of them as one.
    CHECK(names_of(io::pytorch, {}).find("2.initial_cell_state 3.weight 3.bias 4.weight_ih_l0") !=
          std::string::npos);
    // An embedding's.
    using words = hg::network<hg::embedding<5, 2>, hg::rnn<2, 3, hg::relu>, hg::dense<3, 5>>;
    CHECK(io::tensors_of_file<words>(io::pytorch, "", {}, "")->tensors.front().name == "0.weight");
    CHECK(io::tensors_of_file<words>(io::keras, "", {"e", "r", "d"}, "")->tensors.front().name ==
          "e.embeddings");
    CHECK(io::tensors_of_file<words>(io::handgrad, "", {}, "")->tensors.front().name == "1.weights");
    const auto p = random_parameters<words>();
    CHECK(io::load<words>(io::file{"f", io::save(p)}) == p);
}

TEST_CASE("recurrent weights: initial states may be as for a batch of one") {
    using net = hg::network<hg::rnn<in, hidden, hg::tanh, hg::no_bias, hg::learned_initial_state>>;
    const auto p = random_parameters<net>();
    auto saved = io::save_options{};
    auto tensors = io::try_save_tensors(p, saved);
    io::tensor* const h_0 = find(tensors->tensors, "0.initial_hidden_state");
    REQUIRE(h_0);
    CHECK(h_0->shape == io::extents{hidden});
    h_0->shape = {1, 1, hidden};
    CHECK(io::load<net>(tensors->tensors) == p);
    h_0->shape = {hidden, 1};
    CHECK(!io::try_load<net>(tensors->tensors));
}

TEST_CASE("recurrent weights: an example is of several steps") {
    using net = hg::network<hg::gru<1, 2>, hg::dense<2, 1>>;
    const auto p = random_parameters<net>();
    const auto bytes = foreign(p);
    const std::vector<float> x{0.5f, -1.0f, 0.25f};
    hg::matrix<float, 3, 1> y;
    net::predict(p, hg::sequences<1>(hg::rows<const float, 1>(x.data(), 3)), y);
    const auto complaint = [&](std::vector<double> input, std::vector<double> output) {
        return complaint_about<net>(bytes, {.check = {std::move(input), std::move(output)}});
    };
    const double y_0 = y(0, 0), y_1 = y(1, 0), y_2 = y(2, 0);
    CHECK(complaint({0.5, -1, 0.25}, {y_0, y_1, y_2}) == "");
    CHECK(complaint({0.5, -1}, {y_0, y_1}) == "");
    CHECK(
        complaint({0.5, -1, 0.25}, {y_0, y_1, y_1}).find("output 2 of the network with these numbers is ") !=
        std::string::npos);
    CHECK(complaint({}, {1}).find("check: found 0 inputs, expected 1 for each step") != std::string::npos);
    CHECK(complaint({0.5, -1}, {y_0}).find("check: found 1 outputs, expected 2") != std::string::npos);

    using words = hg::network<hg::embedding<5, 2>, hg::rnn<2, 2>, hg::last_step<2>>;
    const auto q = random_parameters<words>();
    const auto token_complaint = [&](std::vector<double> input, std::vector<double> output) {
        return complaint_about<words>(foreign(q), {.check = {std::move(input), std::move(output)}});
    };
    CHECK(token_complaint({1, 5}, {0, 0}).find("check: input 1 is 5, expected a token, 0 to 4") !=
          std::string::npos);
    CHECK(token_complaint({0.5}, {0, 0}).find("check: input 0 is 0.5, expected a token, 0 to 4") !=
          std::string::npos);
    CHECK(token_complaint({1, 4}, {0, 0, 0, 0}).find("check: found 4 outputs, expected 2") !=
          std::string::npos);
}

TEST_CASE("recurrent weights: networks of as many numbers are told apart") {
    using hg::bias, hg::no_bias, hg::one_bias, hg::learned_initial_state, hg::zero_initial_state;
    const auto of = []<class Layer>(Layer*) { return hg::fingerprint<hg::network<Layer>>; };
    const std::vector<std::uint64_t> all{
        of(static_cast<hg::rnn<in, hidden>*>(nullptr)),
        of(static_cast<hg::rnn<in, hidden, hg::relu>*>(nullptr)),
        of(static_cast<hg::rnn<in, hidden, hg::tanh, one_bias>*>(nullptr)),
        of(static_cast<hg::rnn<in, hidden, hg::tanh, no_bias, learned_initial_state>*>(nullptr)),
        of(static_cast<hg::rnn<in, hidden, hg::tanh, one_bias, learned_initial_state>*>(nullptr)),
        of(static_cast<hg::gru<in, hidden>*>(nullptr)),
        of(static_cast<hg::gru_v1<in, hidden, hg::tanh, bias>*>(nullptr)),
        of(static_cast<hg::gru_v1<in, hidden, hg::relu, bias>*>(nullptr))};
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t k = 0; k < i; ++k) CHECK(all[i] != all[k]);
    // So the file of one is refused by the other.
    using written = hg::network<hg::rnn<in, hidden, hg::tanh, one_bias>>;
    using other = hg::network<hg::rnn<in, hidden, hg::relu, one_bias>>;
    CHECK(complaint_about<other>(io::save(random_parameters<written>())) ==
          "file: handgrad.network: the file was written for network<rnn<2, 3, tanh, one_bias>>, expected "
          "network<rnn<2, 3, relu, one_bias>>");
}
