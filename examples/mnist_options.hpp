/// What 07_mnist is asked to do.
#pragma once

#include <charconv>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace examples {

struct mnist_options {
    bool help = false;
    std::string directory; // empty: not given
    bool mlp = false;
    int epochs = 0;                   // 0: not given
    std::vector<std::string> weights; // two files, or none
};

inline constexpr const char* mnist_usage =
    "usage: example_07_mnist [--model softmax|mlp] [--epochs N] [--weights W1.f32 W2.f32] [directory]\n"
    "  --model    softmax regression (default), or a 784-100-10 network with relu between\n"
    "  --epochs   how often to go through the training images; default 10 for softmax, 20 for mlp\n"
    "  --weights  what the mlp starts with: float32, little-endian, row by row, without a header\n"
    "  directory  of train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-..., compressed (.gz) or not\n";

struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The command line after the program's name. Throws usage_error.
inline mnist_options parse_mnist_options(std::span<char*> words) {
    mnist_options chosen;
    const auto take = [&](const std::string& option) -> std::string {
        if (words.empty()) throw usage_error(option + " needs a value");
        const std::string word = words.front();
        words = words.subspan(1);
        return word;
    };
    while (!words.empty()) {
        const std::string word = take("");
        if (word == "--help" || word == "-h") {
            chosen.help = true;
        } else if (word == "--model") {
            const std::string name = take(word);
            if (name != "softmax" && name != "mlp")
                throw usage_error("--model: found " + name + ", expected softmax or mlp");
            chosen.mlp = name == "mlp";
        } else if (word == "--epochs") {
            const std::string number = take(word);
            const char* const end = number.data() + number.size();
            const auto read = std::from_chars(number.data(), end, chosen.epochs);
            if (read.ec != std::errc{} || read.ptr != end || chosen.epochs < 1)
                throw usage_error("--epochs: found " + number + ", expected a number from 1 on");
        } else if (word == "--weights") {
            chosen.weights = {take(word), take(word)};
        } else if (!word.starts_with("-") && chosen.directory.empty()) {
            chosen.directory = word;
        } else {
            throw usage_error("unexpected " + word);
        }
    }
    if (!chosen.weights.empty() && !chosen.mlp) throw usage_error("--weights goes with --model mlp");
    return chosen;
}

} // namespace examples
