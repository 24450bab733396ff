// save DIR: writes the files that are embedded, and rows with what the networks make of them.
#include "made.hpp"

#include <handgrad/io/file.hpp>
#include <handgrad/io/save.hpp>
#include <handgrad/io/write_npy.hpp>

#include <cstdio>
#include <limits>
#include <memory>
#include <span>
#include <string>

namespace {

namespace hg = handgrad;
namespace io = handgrad::io;

void write(const std::string& path, const std::string& text) {
    io::write_file(path, std::as_bytes(std::span(text)));
}

template <class Network>
std::unique_ptr<hg::parameters<Network>> save(const std::string& path, const io::save_options& options = {}) {
    auto p = std::make_unique<hg::parameters<Network>>();
    made::make(*p);
    io::write_file(path, io::save(*p, options));
    return p;
}

std::string text_of(float number) {
    char text[40];
    std::snprintf(text, sizeof text, "%.9g,", static_cast<double>(number));
    return text;
}

/// The same as .nnet, without a normalization.
std::string nnet_of(const hg::parameters<made::large>& p) {
    std::string text = "// large\n3,64,10,256,\n64,256,64,10,\n0,\n";
    for (const char* each : {"-1,", "1,"}) {
        for (int i = 0; i < 64; ++i) text += each;
        text += '\n';
    }
    for (const char* each : {"0,", "1,"}) {
        for (int i = 0; i < 65; ++i) text += each;
        text += '\n';
    }
    const auto add = [&](const auto& weights, const auto& biases) {
        for (int out = 0; out < weights.cols; ++out) {
            for (int in = 0; in < weights.rows; ++in) text += text_of(weights(in, out));
            text += '\n';
        }
        for (int out = 0; out < biases.cols; ++out) text += text_of(biases(0, out)) + '\n';
    };
    add(p.weights<1>(), p.biases<1>());
    add(p.weights<2>(), p.biases<2>());
    add(p.weights<3>(), p.biases<3>());
    return text;
}

} // namespace

int main(int count, char** word) {
    if (count != 2) return 2;
    const std::string directory = std::string(word[1]) + "/";
    const auto small = save<made::small>(directory + "small.safetensors");
    (void)save<made::small>(directory + "named.safetensors", {.prefix = "net.", .names = {"in", "out"}});
    const auto large = save<made::large>(directory + "large.safetensors");
    write(directory + "large.nnet", nnet_of(*large));

    hg::rng random{5};
    hg::matrix<float, 5, 6> x;
    for (float& number : x) number = random.normal<float>();
    hg::matrix<float, 5, 3> y = made::small::forward(*small, x);
    io::write_file(directory + "x.npy", io::write_npy(x));
    io::write_file(directory + "y.npy", io::write_npy(y));
    io::write_file(directory + "narrow.npy", io::write_npy(hg::matrix<float, 5, 2>{}));
    io::write_file(directory + "few.npy", io::write_npy(hg::matrix<float, 4, 3>{}));
    y(3, 1) += 0.5f;
    io::write_file(directory + "wrong.npy", io::write_npy(y));
    y(3, 1) = std::numeric_limits<float>::infinity();
    io::write_file(directory + "infinite.npy", io::write_npy(y));
}
