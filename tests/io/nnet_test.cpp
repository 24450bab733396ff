#include <complaint.hpp>

#include <handgrad/core/random.hpp>
#include <handgrad/io/nnet.hpp>

#include <doctest/doctest.h>

#include <array>
#include <clocale>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace io = handgrad::io;

namespace {

const std::string small = "// a network\n"
                          "//of two layers\n"
                          "2,2,1,3,\n"
                          "2,3,1,\n"
                          "0,\n"
                          "-1.0,0.0,\n"
                          "1.0,10.0,\n"
                          "0.5,5.0,2.5,\n"
                          "2.0,10.0,4.0,\n"
                          "1,2,\n"
                          "3,4.5e0,\n"
                          "-5,6,\n"
                          "0.1,\n"
                          "0.2,\n"
                          "0.3,\n"
                          "7,8,9,\n"
                          "-1e-3,\n";

io::source source_of(std::string_view text) { return {std::as_bytes(std::span(text)), "x.nnet"}; }

template <class T = float>
std::string complaint_of(const std::string& text) {
    const auto net = io::try_read_nnet<T>(source_of(text));
    return net ? "" : net.error().message();
}

/// The small file with line i, from 1 on, replaced.
std::string with_line(int i, const std::string& line) {
    std::size_t begin = 0;
    for (int k = 1; k < i; ++k) begin = small.find('\n', begin) + 1;
    return small.substr(0, begin) + line + small.substr(small.find('\n', begin));
}

template <class T>
std::vector<T> numbers_of(const io::tensor& t) {
    std::vector<T> numbers;
    for (std::size_t i = 0; i < t.bytes.size(); i += sizeof(T))
        numbers.push_back(io::detail::stored<io::number_type_of<T>>::load(t.bytes.data() + i));
    return numbers;
}

} // namespace

TEST_CASE_TEMPLATE("nnet: sizes, weights and biases, under PyTorch's names", T, float, double) {
    const io::nnet<T> net = io::read_nnet<T>(source_of(small));
    CHECK(net.sizes == std::vector<std::uint64_t>{2, 3, 1});
    const io::nnet<T> copied = net;
    const auto tensors = copied.tensors();
    REQUIRE(tensors.size() == 4);
    const char* names[] = {"0.weight", "0.bias", "2.weight", "2.bias"};
    const io::extents shapes[] = {{3, 2}, {3}, {1, 3}, {1}};
    const std::vector<T> numbers[] = {
        {1, 2, 3, T(4.5), -5, 6}, {T(0.1L), T(0.2L), T(0.3L)}, {7, 8, 9}, {T(-1e-3L)}};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(tensors[i].name == names[i]);
        CHECK(tensors[i].type == io::number_type_of<T>);
        CHECK(tensors[i].shape == shapes[i]);
        CHECK(numbers_of<T>(tensors[i]) == numbers[i]);
    }
}

TEST_CASE("nnet: inputs are clipped and normalized, outputs are put back, of any number of rows") {
    const io::nnet_normalization n = io::read_nnet(source_of(small)).normalization;
    std::array<float, 6> x{-7, -1, 0.5f, 5, 7, 7};
    n.normalize(std::span<float>(x));
    CHECK(x == std::array<float, 6>{-0.75f, -0.5f, 0, 0, 0.25f, 0.2f});
    std::array<double, 2> y{0, -1};
    n.denormalize(std::span<double>(y));
    CHECK(y == std::array<double, 2>{2.5, -1.5});
    float nan[] = {std::numeric_limits<float>::quiet_NaN(), 0};
    n.normalize(std::span<float>(nan));
    CHECK(nan[0] != nan[0]);
    CHECK(complaint([&] { n.normalize(std::span<float>(x).first(3)); }) ==
          "normalize: found 3 numbers, expected a multiple of 2");
}

TEST_CASE("nnet: without commas at the end, with spaces, other line ends, without the last of them") {
    std::string text;
    for (std::size_t i = 0; i < small.size(); ++i) {
        if (small.substr(i, 2) == ",\n") continue;
        if (small[i] == '\n') text += "\r";
        text += small[i];
        if (small[i] == ',') text += "  ";
    }
    text.resize(text.size() - 2);
    const io::nnet<float> net = io::read_nnet(source_of(text)), expected = io::read_nnet(source_of(small));
    CHECK(net.numbers == expected.numbers);
    CHECK(net.normalization.mean == expected.normalization.mean);
}

TEST_CASE("nnet: a number is the nearest one, in every locale") {
    const char* before = std::setlocale(LC_ALL, nullptr);
    const std::string kept = before == nullptr ? "C" : before;
    (void)std::setlocale(LC_ALL, "de_DE.UTF-8"); // where it is there
    handgrad::rng rng(3);
    for (int i = 0; i < 1000; ++i) {
        char text[64];
        const float x = static_cast<float>(rng()) / 3e15f;
        std::snprintf(text, sizeof(text), "%.9e,", static_cast<double>(x));
        for (char* c = text; *c != '\0'; ++c)
            if (*c == ',' && c[1] != '\0') *c = '.';
        const auto net = io::read_nnet(source_of(with_line(13, text)));
        CHECK(numbers_of<float>(net.tensors()[1])[0] == x);
    }
    (void)std::setlocale(LC_ALL, kept.c_str());
    // Halfway between two floats but for the last digit: by way of a double it would be rounded to even.
    const auto net = io::read_nnet(source_of(with_line(13, "1.00000005960464477540,")));
    CHECK(numbers_of<float>(net.tensors()[1])[0] == 1.00000011920928955078125f);
}

TEST_CASE("nnet: each mistake has its line") {
    const auto says = [](int line, const std::string& text, const std::string& sentence, int told = 0) {
        CHECK(complaint_of(with_line(line, text)) ==
              "x.nnet: line " + std::to_string(told == 0 ? line : told) + ": " + sentence);
    };
    const std::string counts = " (layers, inputs, outputs, largest size)";
    says(3, "2,2,1,", "found 3 numbers, expected 4 numbers" + counts);
    says(3, "2,2,1,3,3,", "found 5 numbers, expected 4 numbers" + counts);
    says(3, "2,2,1.0,3,",
         "found \"1.0\", expected a finite number within uint64 (layers, inputs, outputs, largest size, "
         "number "
         "3 of 4)");
    says(
        3, "-2,2,1,3,",
        "found \"-2\", expected a finite number within uint64 (layers, inputs, outputs, largest size, number "
        "1 of 4)");
    says(3, "0,2,1,3,", "found 0 layers, expected 1 to 1000000");
    says(3, "1000001,2,1,3,", "found 1000001 layers, expected 1 to 1000000");
    says(3, "3,2,1,3,", "found 3 numbers, expected 4 numbers (the sizes of the layers)", 4);
    says(3, "2,3,1,3,", "found sizes from 2 to 1, expected 3 inputs and 1 outputs (by the line before)", 4);
    says(3, "2,2,2,3,", "found sizes from 2 to 1, expected 2 inputs and 2 outputs (by the line before)", 4);
    says(4, "2,4,1,", "found a layer of size 4, expected 1 to 3 (the largest size, by the line before)");
    says(4, "2,0,1,", "found a layer of size 0, expected 1 to 3 (the largest size, by the line before)");
    says(5, "0,1,", "found 2 numbers, expected 1 number (a flag without a meaning)");
    says(6, "0,", "found 1 number, expected 2 numbers (the minimum of each input)");
    says(7, "-2.0,10,", "found the maximum -2 of input 0, expected at least its minimum, -1");
    says(8, "1,2,", "found 2 numbers, expected 3 numbers (the mean of each input and of all outputs)");
    says(9, "1,0,2,", "found the range 0, number 2, expected another: it divides");
    says(9, "1,1,", "found 2 numbers, expected 3 numbers (the range of each input and of all outputs)");
    says(11, "3,", "found 1 number, expected 2 numbers (weights of layer 1)");
    says(14, "1,2,", "found 2 numbers, expected 1 number (a bias of layer 1)");
    says(17, "1,\n2,", "found \"2,\", expected nothing after the biases of the last layer", 18);
    says(17, "1,\n", "found \"\", expected nothing after the biases of the last layer", 18);
    for (const char* number :
         {"inf", "nan", "1e39", "-1e39", "1e-60", "+1", "0x10", "1 2", "", "1e", "--1", "1.2.3", "1;"}) {
        const std::string line = std::string(number) + ",2,";
        says(12, line,
             "found \"" + std::string(number) +
                 "\", expected a finite number within float32 (weights of layer 1, number 1 of 2)");
    }
    says(12, "1,,",
         "found \"\", expected a finite number within float32 (weights of layer 1, number 2 of 2)");
    says(12, "\t1,2",
         "found \"?1\", expected a finite number within float32 (weights of layer 1, number 1 of 2)");
    says(12, std::string(1000, 'x'),
         "found \"" + std::string(40, 'x') +
             "..\", expected a finite number within float32 (weights of layer 1, number 1 of 2)");
    CHECK(complaint_of<double>(with_line(12, "1e39,2")) == "");
}

TEST_CASE("nnet: a file that ends at any byte is told so, but for a number that is shorter") {
    for (std::size_t n = 0; n + 9 < small.size(); ++n)
        CHECK(complaint_of(small.substr(0, n)).starts_with("x.nnet: line "));
    CHECK(complaint_of("") ==
          "x.nnet: line 1: found the end of the file, expected 4 numbers (layers, inputs, outputs, "
          "largest size)");
    CHECK(complaint_of(small.substr(0, small.size() - 7)) ==
          "x.nnet: line 17: found the end of the file, expected 1 number (a bias of layer 2)");
    CHECK(complaint<io::format_error>([] {
              (void)io::read_nnet(source_of("//"));
          }).starts_with("x.nnet: line 2: found the end of the file"));
    // Large sizes ask for no memory: it is the numbers that are there that do.
    CHECK(complaint_of("1,4000000000,4000000000,4000000000\n4000000000,4000000000\n0\n0\n")
              .starts_with("x.nnet: line 4"));
}
