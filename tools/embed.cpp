// Writes the weights of a file as C++: a header that has the network and its parameters, and, where there are
// many, a source that has the numbers. It is compiled for one network, by CMake's handgrad_embed
// (cmake/handgrad_embed.cmake) or by the program handgrad-embed, which write HANDGRAD_EMBED_NETWORK:
//
//     namespace embedded { using network = ...; inline constexpr const char *text = "...", *include = ""; }
//
//     embed MODEL NAME HEADER SOURCE [option...]
#include HANDGRAD_EMBED_NETWORK

#include <handgrad/io/file.hpp>
#include <handgrad/io/load.hpp>
#include <handgrad/io/nnet.hpp>
#include <handgrad/io/npy.hpp>
#include <handgrad/io/text.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace hg = handgrad;
namespace io = handgrad::io;
using network = embedded::network;
using parameters = hg::parameters<network>;

/// As many bytes of numbers are constants in the header; more would be compiled again by each file that
/// includes it.
constexpr std::size_t most_in_header = 100000;

struct arguments {
    std::string model, name, header, source, inputs, outputs;
    double tolerance = 1e-5;
    io::load_options load;
};

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    while (true) {
        const std::size_t comma = text.find(',');
        parts.emplace_back(text.substr(0, comma));
        if (comma == text.npos) return parts;
        text.remove_prefix(comma + 1);
    }
}

arguments parse(int count, char** word) {
    if (count < 5)
        throw std::invalid_argument("found " + std::to_string(count - 1) +
                                    " arguments, expected MODEL NAME HEADER SOURCE");
    arguments a{word[1], word[2], word[3], word[4], {}, {}};
    for (int i = 5; i < count; ++i) {
        const std::string option = word[i];
        const auto value = [&]() -> std::string {
            if (++i == count) throw std::invalid_argument(option + " needs a value");
            return word[i];
        };
        if (option == "--as") {
            const std::string as = value();
            if (as == "pytorch")
                a.load.as = io::pytorch;
            else if (as == "keras")
                a.load.as = io::keras;
            else if (as == "handgrad")
                a.load.as = io::handgrad;
            else
                throw std::invalid_argument("--as: found " + as + ", expected pytorch, keras or handgrad");
        } else if (option == "--prefix") {
            a.load.prefix = value();
        } else if (option == "--names") {
            a.load.names = split(value());
        } else if (option == "--rounded") {
            a.load.rounding = io::rounding::to_nearest;
        } else if (option == "--others") {
            a.load.others = true;
        } else if (option == "--any-origin") {
            a.load.any_origin = true;
        } else if (option == "--check") {
            a.inputs = value();
            a.outputs = value();
        } else if (option == "--tolerance") {
            const std::string text = value();
            if (!io::detail::read_number(text, a.tolerance) || !(a.tolerance >= 0))
                throw std::invalid_argument("--tolerance: found " + text + ", expected a number from 0 on");
        } else {
            throw std::invalid_argument("found " + option +
                                        ", expected --as, --prefix, --names, --rounded, --others, "
                                        "--any-origin, --check or --tolerance");
        }
    }
    return a;
}

std::string base_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

void load(const arguments& a, parameters& p) {
    const io::file file = io::read_file(a.model);
    if (file.name.ends_with(".nnet")) {
        const auto read = io::read_nnet<float>(file);
        io::try_load_into(p, read.tensors(), a.load, file.name).value();
    } else {
        io::load_into(p, file, a.load);
    }
}

/// The rows of --check give the outputs that they should: |difference| <= tolerance (1 + the largest output).
void check(const arguments& a, const parameters& p) {
    if (a.inputs.empty()) return;
    const io::file x_file = io::read_file(a.inputs), y_file = io::read_file(a.outputs);
    const auto x = io::read_rows<network::inputs>(x_file, io::rounding::to_nearest);
    const auto expected = io::read_rows<network::outputs>(y_file, io::rounding::to_nearest);
    if (x.count() != expected.count())
        throw std::invalid_argument(a.outputs + ": found " + std::to_string(expected.count()) +
                                    " rows, expected " + std::to_string(x.count()) + ", as many as " +
                                    a.inputs + " has");
    const auto count = static_cast<std::size_t>(expected.count()) * network::outputs;
    std::vector<float> y(count);
    const auto workspace = std::make_unique<network::workspace<1>>();
    network::predict(p, x.rows(), *workspace, hg::rows<float, network::outputs>(y.data(), x.count()));
    double largest = 0;
    for (std::size_t i = 0; i < count; ++i) largest = std::max(largest, std::abs(double{expected.data()[i]}));
    for (std::size_t i = 0; i < count; ++i) {
        const double found = y[i], wanted = expected.data()[i], most = a.tolerance * (1 + largest);
        if (std::abs(found - wanted) <= most) continue;
        throw std::runtime_error(
            a.outputs + ": row " + std::to_string(i / network::outputs) + ", output " +
            std::to_string(i % network::outputs) + ": the network gives " + io::detail::text_of(y[i]) +
            ", expected " + io::detail::text_of(expected.data()[i]) + " within " + io::detail::text_of(most));
    }
    std::printf("handgrad-embed: %s: its outputs for %lld rows are those of %s\n", a.name.c_str(),
                static_cast<long long>(x.count()), base_name(a.outputs).c_str());
}

/// All numbers, eight in a line; hexadecimal: the same bits, and read in half the time.
std::string text_of_numbers(const parameters& p) {
    std::string text;
    text.reserve(static_cast<std::size_t>(p.size) * 16);
    for (int i = 0; i < p.size; ++i) {
        char number[40];
        const bool ends_line = i % 8 == 7 || i + 1 == p.size;
        std::snprintf(number, sizeof number, "%af,%c", static_cast<double>(p[i]), ends_line ? '\n' : ' ');
        text += number;
    }
    return text;
}

void write(const arguments& a, const parameters& p) {
    const bool in_header = sizeof(p) <= most_in_header;
    const std::string count = std::to_string(p.size), symbol = "handgrad_" + a.name + "_numbers";
    const std::string made =
        "// " + a.name + ", from " + base_name(a.model) + ". Made by handgrad-embed: not to be changed.\n";
    std::string header = made + "#pragma once\n\n#include <handgrad/handgrad.hpp>\n";
    if (*embedded::include) header += std::string("#include \"") + embedded::include + "\"\n";
    if (!in_header) header += "\nextern \"C\" const float " + symbol + "[" + count + "];\n";
    header += "\nnamespace " + a.name + " {\n\nnamespace hg = handgrad;\nusing network = " + embedded::text +
              ";\nstatic_assert(hg::fingerprint<network> == 0x" +
              io::detail::hex_of(hg::fingerprint<network>) +
              "u, \"the network is not the one that this header was made for\");\n\n";
    if (in_header)
        header += "// clang-format off\ninline constexpr hg::parameters<network> parameters = [] {\n"
                  "    constexpr float numbers[" +
                  count + "] = {\n" + text_of_numbers(p) +
                  "    };\n    hg::parameters<network> p;\n    for (int i = 0; i < p.size; ++i) p.data()[i] "
                  "= numbers[i];\n"
                  "    return p;\n}();\n// clang-format on\n";
    else
        header += "// A block is its numbers, and so are these.\ninline const hg::parameters<network>& "
                  "parameters =\n"
                  "    reinterpret_cast<const hg::parameters<network>&>(" +
                  symbol + ");\n";
    header += "\n} // namespace " + a.name + "\n";
    std::string source = made;
    if (in_header)
        source += "// All of it is in the header.\n";
    else
        source += "extern \"C\" {\n// clang-format off\nextern const float " + symbol + "[" + count +
                  "];\nalignas(64) const float " + symbol + "[" + count + "] = {\n" + text_of_numbers(p) +
                  "};\n// clang-format on\n}\n";
    const auto bytes = [](const std::string& text) { return std::as_bytes(std::span(text)); };
    io::write_file(a.header, bytes(header));
    io::write_file(a.source, bytes(source));
}

} // namespace

int main(int count, char** word) {
    try {
        const arguments a = parse(count, word);
        const auto p = std::make_unique<parameters>();
        load(a, *p);
        check(a, *p);
        write(a, *p);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "handgrad-embed: %s\n", e.what());
        return 1;
    }
}
