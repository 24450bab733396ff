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
#include <handgrad/io/numbers/digest.hpp>
#include <handgrad/io/numbers/exact_number.hpp>
#include <handgrad/io/numbers/text.hpp>
#include <handgrad/io/weights/example.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace hg = handgrad;
namespace io = handgrad::io;
using network = embedded::network;
template <class Network>
concept is_network = requires {
    typename Network::template block<float>;
};
static_assert(is_network<network>, "expected a hg::network<..>, or what makes one, as hg::mlp<..> does");
using parameters = hg::parameters<network>;

/// As many bytes of numbers are constants in the header; more would be compiled again by each file that
/// includes it.
constexpr std::size_t most_in_header = 100000;

struct arguments {
    std::string model, name, header, source, inputs, outputs;
    std::optional<double> tolerance;
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
    arguments a{word[1], word[2], word[3], word[4], {}, {}, {}, {}};
    for (const char* reserved :
         {"auto",     "bool",    "case",     "char",    "class",    "concept",  "const",   "delete",
          "do",       "double",  "else",     "enum",    "export",   "extern",   "float",   "for",
          "friend",   "goto",    "handgrad", "if",      "inline",   "int",      "long",    "namespace",
          "new",      "not",     "operator", "private", "public",   "register", "return",  "short",
          "signed",   "static",  "std",      "struct",  "switch",   "template", "this",    "throw",
          "try",      "typedef", "typename", "union",   "unsigned", "using",    "virtual", "void",
          "volatile", "while"})
        if (a.name == reserved)
            throw std::invalid_argument("NAME: found " + a.name +
                                        ", a word of the language, expected a name for a namespace");
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
            a.tolerance = 0;
            if (!io::detail::read_number(text, *a.tolerance) || !(*a.tolerance >= 0) ||
                !io::detail::is_finite(*a.tolerance))
                throw std::invalid_argument("--tolerance: found " + text + ", expected a number from 0 on");
        } else {
            throw std::invalid_argument("found " + option +
                                        ", expected --as, --prefix, --names, --rounded, --others, "
                                        "--any-origin, --check or --tolerance");
        }
    }
    if (a.tolerance && a.inputs.empty())
        throw std::invalid_argument("--tolerance is that of --check, which is not there");
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
/// Of a network that looks from step to step they are those of one sequence.
void check(const arguments& a, const parameters& p) {
    if (a.inputs.empty()) return;
    const io::file x_file = io::read_file(a.inputs), y_file = io::read_file(a.outputs);
    const auto x = io::read_rows<network::inputs>(x_file, io::rounding::to_nearest);
    const auto expected = io::read_rows<network::outputs>(y_file, io::rounding::to_nearest);
    constexpr bool one_by_one = !hg::looks_at_steps<network>;
    if ((one_by_one && x.count() != expected.count()) || x.count() == 0)
        throw std::invalid_argument(a.outputs + ": found " + std::to_string(expected.count()) +
                                    " rows, expected as many as " + a.inputs + " has, " +
                                    std::to_string(x.count()) + ", and one at least");
    const auto numbers = [](const auto& rows, std::ptrdiff_t row, int width, std::ptrdiff_t count = 1) {
        const float* first = rows.data() + row * width;
        return std::vector<double>(first, first + count * width);
    };
    double largest = 0;
    for (std::ptrdiff_t row = 0; row < expected.count(); ++row)
        for (const double y : numbers(expected, row, network::outputs)) {
            if (!io::detail::is_finite(y))
                throw std::invalid_argument(a.outputs + ": row " + std::to_string(row) + ": found " +
                                            io::detail::text_of(y) + ", expected a finite number");
            largest = std::max(largest, std::abs(y));
        }
    const double most = a.tolerance.value_or(1e-5) * (1 + largest);
    const std::ptrdiff_t in = one_by_one ? 1 : x.count(), out = one_by_one ? 1 : expected.count();
    for (std::ptrdiff_t row = 0; row < x.count(); row += in) {
        io::error complaint(a.outputs);
        io::detail::check_example<network, float>(
            {numbers(x, row, network::inputs, in), numbers(expected, row, network::outputs, out), most},
            one_by_one ? "row " + std::to_string(row) : "the sequence", complaint,
            [&](const std::vector<double>& input) { return io::detail::output_of(p, input); });
        if (complaint) complaint.raise();
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

/// How the header that declares the network's own layers is included by the one that is made: as the caller
/// wrote it, but without the folders of this machine.
std::string name_of_include() {
    const std::string include = embedded::include;
    return include.starts_with('/') ? base_name(include) : include;
}

void write(const arguments& a, const parameters& p) {
    const bool in_header = static_cast<std::size_t>(p.size) * sizeof(float) <= most_in_header;
    io::digest sum;
    sum.add(p.data(), static_cast<std::size_t>(p.size));
    const std::string count = std::to_string(p.size), digest = io::detail::hex_of(sum.value()),
                      symbol = "handgrad_" + a.name + "_" + digest;
    const std::string made =
        "// " + a.name + ", from " + base_name(a.model) + ". Made by handgrad-embed: not to be changed.\n";
    std::string header = made;
    if (a.model.ends_with(".nnet"))
        header += "// Its inputs and outputs are those inside of the file's normalization "
                  "(handgrad/io/nnet.hpp).\n";
    header += "#pragma once\n\n#include <handgrad/handgrad.hpp>\n";
    if (*embedded::include) header += "#include \"" + name_of_include() + "\"\n";
    if (!in_header)
        header += "\nextern \"C\" {\nalignas(64) extern const float " + symbol + "[" + count + "];\n}\n";
    header += "\nnamespace " + a.name + " {\n\nnamespace hg = handgrad;\nusing network = " + embedded::text +
              ";\nstatic_assert(hg::fingerprint<network> == 0x" +
              io::detail::hex_of(hg::fingerprint<network>) +
              "u,\n              \"the network is not the one that this header was made for\");\n\n"
              "// Its digest tells these numbers from others by the same name in the same program.\n"
              "inline namespace numbers_" +
              digest + " {\n\n";
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
                  "    *static_cast<const hg::parameters<network>*>(static_cast<const void*>(" +
                  symbol + "));\n";
    header += "\n} // namespace numbers_" + digest + "\n} // namespace " + a.name + "\n";
    std::string source = made;
    if (in_header)
        source += "// All of it is in the header.\n";
    else
        source += "extern \"C\" {\n// clang-format off\nalignas(64) extern const float " + symbol + "[" +
                  count + "];\nalignas(64) const float " + symbol + "[" + count + "] = {\n" +
                  text_of_numbers(p) + "};\n// clang-format on\n}\n";
    // If only the first is written, the old header asks for the old numbers, by their digest: no program is
    // linked.
    const auto bytes = [](const std::string& text) { return std::as_bytes(std::span(text)); };
    io::write_file(a.source, bytes(source));
    io::write_file(a.header, bytes(header));
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
