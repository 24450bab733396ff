// The program that exchange.py talks to: reads the files it is given, in a language that both have.
//     exchange npy <in> <out>    reads an .npy, writes its numbers as one of C's order, of the same type
//     exchange npz <in> <out>    the same of an .npz
//     exchange nnet <in> <out>   reads an .nnet, writes an .npz of its tensors and its normalization
//     exchange normalize <in> <x> <out>  normalizes the rows of <x>, float64, by the .nnet <in>
// For each line of the standard input that is such a command it prints "ok", or "error: <what is wrong>".

#include <handgrad/io/nnet.hpp>
#include <handgrad/io/npz.hpp>
#include <handgrad/io/write_npz.hpp>

#include <cstddef>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace io = handgrad::io;

namespace {

using bytes = std::vector<std::byte>;

io::file read(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    const auto part = std::as_bytes(std::span(text));
    return {"x", {part.begin(), part.end()}};
}
void write(const std::string& path, const bytes& file) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
}

/// The array's numbers in C's order, little-endian, of its own type: halves and truth values by way of
/// integers of as many bytes, since no C++ type is one.
io::result<io::tensor> in_order(std::string name, io::npy_array array, std::vector<bytes>& keep) {
    const io::number_type type = array.type;
    if (type == io::number_type::f16) array.type = io::number_type::u16;
    const auto copy = [&]<class T>(T) -> io::result<io::tensor> {
        auto numbers = array.numbers<T>();
        if (!numbers) return std::move(numbers).error();
        const auto part = std::as_bytes(std::span(*numbers));
        keep.emplace_back(part.begin(), part.end());
        return io::tensor{std::move(name), type, array.shape, keep.back()};
    };
    return io::detail::with_number_type(
        array.type, [&]<io::number_type Type>() { return copy(io::detail::loaded<Type>{}); });
}

io::result<bytes> npy(const std::string& path) {
    const io::file file = read(path);
    std::vector<bytes> keep;
    return io::try_read_npy(file)
        .and_then([&](const io::npy_array& array) { return in_order("x", array, keep); })
        .and_then([](const io::tensor& t) { return io::try_write_npy(t); });
}

io::result<bytes> npz(const std::string& path) {
    const io::file file = read(path);
    return io::try_read_npz(file, 1 << 24).and_then([](const io::npz& arrays) -> io::result<bytes> {
        std::vector<bytes> keep;
        std::vector<io::tensor> tensors;
        for (std::size_t i = 0; i < arrays.arrays().size(); ++i) {
            auto t = in_order(arrays.names()[i], arrays.arrays()[i], keep);
            if (!t) return std::move(t).error();
            tensors.push_back(*std::move(t));
        }
        return io::try_write_npz(tensors, io::packing::deflated);
    });
}

template <class T>
io::result<bytes> nnet(const std::string& path) {
    const io::file file = read(path);
    return io::try_read_nnet<T>(file).and_then([](const io::nnet<T>& net) {
        std::vector<io::tensor> tensors = net.tensors();
        const auto add = [&](const char* name, std::span<const double> x) {
            tensors.push_back({name, io::number_type::f64, {x.size()}, std::as_bytes(x)});
        };
        const io::nnet_normalization& n = net.normalization;
        const double output[] = {n.output_mean, n.output_range};
        add("minimum", n.minimum);
        add("maximum", n.maximum);
        add("mean", n.mean);
        add("range", n.range);
        add("output", output);
        return io::try_write_npz(tensors);
    });
}

io::result<bytes> normalize(const std::string& path, const std::string& x_path) {
    const io::file file = read(path), x_file = read(x_path);
    const io::nnet<float> net = io::read_nnet(file);
    const io::npy_array x = io::read_npy(x_file);
    return x.numbers<double>().and_then([&](std::vector<double> numbers) {
        net.normalization.normalize(std::span(numbers));
        return io::result<bytes>(io::write_npy(std::span(numbers), x.shape));
    });
}

} // namespace

int main() {
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string command, in, x, out;
        words >> command >> in;
        if (command == "normalize") words >> x;
        words >> out;
        const io::result<bytes> file = command == "npy"      ? npy(in)
                                       : command == "npz"    ? npz(in)
                                       : command == "nnet"   ? nnet<float>(in)
                                       : command == "nnet64" ? nnet<double>(in)
                                                             : normalize(in, x);
        std::string said = file ? "ok" : "error: " + file.error().message();
        for (char& c : said)
            if (c == '\n') c = ' ';
        if (file) write(out, *file);
        std::cout << said << std::endl;
    }
}
