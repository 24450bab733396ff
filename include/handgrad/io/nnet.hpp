/// The .nnet text format of fully connected networks with relu between, which the ACAS Xu networks are in.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/fail.hpp>
#include <handgrad/io/numbers/exact_number.hpp>
#include <handgrad/io/numbers/text_lines.hpp>
#include <handgrad/io/result.hpp>
#include <handgrad/io/source.hpp>
#include <handgrad/io/tensor.hpp>

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// What an .nnet file says of its inputs and outputs: numbers in the units of the problem outside, numbers
/// around zero inside. Computed in double, as the text is read, each step rounded once.
struct nnet_normalization {
    std::vector<double> minimum, maximum, mean, range; ///< one of each input
    double output_mean = 0, output_range = 1;

    /// Inputs for the network, in place: clip to minimum .. maximum, then (x - mean) / range. As many rows of
    /// inputs as there are, one after the other; NaN stays NaN. Fails if they are no whole rows.
    template <class T>
    void normalize(std::span<T> x) const {
        const std::size_t n = mean.size();
        if (n == 0 || x.size() % n != 0)
            fail("normalize: found ", static_cast<long long>(x.size()), " numbers, expected a multiple of ",
                 static_cast<long long>(n));
        for (std::size_t i = 0; i < x.size(); ++i) {
            const std::size_t c = i % n;
            const double raw = static_cast<double>(x[i]);
            const double clipped = raw < minimum[c] ? minimum[c] : raw > maximum[c] ? maximum[c] : raw;
            x[i] = static_cast<T>((clipped - mean[c]) / range[c]);
        }
    }
    /// What the network's outputs stand for, in place: y * range + mean, the same of each output.
    template <class T>
    void denormalize(std::span<T> y) const {
        for (T& each : y)
            each = static_cast<T>(std::fma(static_cast<double>(each), output_range, output_mean));
    }
};

/// A network of an .nnet file: of layers sizes[0] -> sizes[1] -> ..., each W x + b, relu between.
template <class T = float>
struct nnet {
    std::vector<std::uint64_t> sizes;
    nnet_normalization normalization;
    std::vector<std::byte> numbers; ///< of each layer the weights, [out, in], then the biases, little-endian

    /// Weights and biases under the names that PyTorch has for Linear, ReLU, Linear, ..: "0.weight", [out,
    /// in], "0.bias", [out], "2.weight", .. Their bytes are this object's, which must outlive them.
    std::vector<tensor> tensors() const& {
        std::vector<tensor> list;
        std::size_t at = 0;
        const auto add = [&](std::string name, extents shape) {
            std::size_t size = sizeof(T);
            for (const std::uint64_t extent : shape) size *= static_cast<std::size_t>(extent);
            list.push_back(
                {std::move(name), number_type_of<T>, std::move(shape), std::span(numbers).subspan(at, size)});
            at += size;
        };
        for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
            add(std::to_string(2 * i) + ".weight", {sizes[i + 1], sizes[i]});
            add(std::to_string(2 * i) + ".bias", {sizes[i + 1]});
        }
        return list;
    }
    void tensors() const&& = delete; // the bytes of a temporary would be gone: name what was read first
};

namespace detail {

/// Reads an .nnet file line by line; the first complaint ends it.
template <class T>
class nnet_reader {
public:
    explicit nnet_reader(const source& from)
        : lines_(std::string_view(reinterpret_cast<const char*>(from.bytes.data()), from.bytes.size())),
          complaint_(from.name) {}

    result<nnet<T>> read() {
        while (lines_.next_starts_with("//")) (void)lines_.next();
        if (read_sizes() && read_normalization() && read_layers() && !lines_.ends()) {
            const std::string_view more = lines_.next();
            refuse(in_quotes(more), "nothing after the biases of the last layer");
        }
        if (complaint_) return std::move(complaint_);
        return std::move(net_);
    }

private:
    bool refuse(const std::string& found, const std::string& expected) {
        complaint_.add(lines_.where(), "found " + found + ", expected " + expected);
        return false;
    }

    /// A line of `count` numbers, each followed by a comma, but for the last, which may be.
    template <class Number, class F>
    bool take_line(std::uint64_t count, const std::string& what, F take) {
        const auto expected = [&] {
            return std::to_string(count) + (count == 1 ? " number (" : " numbers (") + what + ")";
        };
        if (lines_.ends()) {
            lines_.count_missing();
            return refuse("the end of the file", expected());
        }
        std::string_view line = lines_.next();
        std::uint64_t found = 0;
        for (bool more = true; more; ++found) {
            const std::size_t comma = line.find(',');
            std::string_view text = line.substr(0, comma);
            while (text.starts_with(' ')) text.remove_prefix(1);
            while (text.ends_with(' ')) text.remove_suffix(1);
            Number number{};
            if (!parse_number(text, number))
                return refuse(in_quotes(text), "a finite number within " +
                                                   std::string(name_of(type_of<Number>())) + " (" + what +
                                                   ", number " + std::to_string(found + 1) + " of " +
                                                   std::to_string(count) + ")");
            if (found < count) take(number);
            line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
            more = line.find_first_not_of(' ') != std::string_view::npos;
        }
        return found == count ||
               refuse(std::to_string(found) + (found == 1 ? " number" : " numbers"), expected());
    }
    template <class Number>
    bool take_line(std::uint64_t count, const std::string& what, std::vector<Number>& to) {
        to.clear();
        return take_line<Number>(count, what, [&](Number number) { to.push_back(number); });
    }

    bool read_sizes() {
        std::vector<std::uint64_t> counts;
        if (!take_line(4, "layers, inputs, outputs, largest size", counts)) return false;
        const std::uint64_t layers = counts[0];
        if (layers == 0 || layers > 1000000)
            return refuse(std::to_string(layers) + " layers", "1 to 1000000");
        if (!take_line(layers + 1, "the sizes of the layers", net_.sizes)) return false;
        for (const std::uint64_t size : net_.sizes)
            if (size == 0 || size > counts[3])
                return refuse("a layer of size " + std::to_string(size),
                              "1 to " + std::to_string(counts[3]) +
                                  " (the largest size, by the line before)");
        if (net_.sizes.front() != counts[1] || net_.sizes.back() != counts[2])
            return refuse("sizes from " + std::to_string(net_.sizes.front()) + " to " +
                              std::to_string(net_.sizes.back()),
                          std::to_string(counts[1]) + " inputs and " + std::to_string(counts[2]) +
                              " outputs (by the line before)");
        std::vector<double> flag;
        return take_line(1, "a flag without a meaning", flag);
    }

    bool read_normalization() {
        nnet_normalization& n = net_.normalization;
        const std::uint64_t inputs = net_.sizes.front();
        if (!take_line(inputs, "the minimum of each input", n.minimum) ||
            !take_line(inputs, "the maximum of each input", n.maximum))
            return false;
        for (std::size_t i = 0; i < n.minimum.size(); ++i)
            if (n.maximum[i] < n.minimum[i])
                return refuse("the maximum " + text_of(n.maximum[i]) + " of input " + std::to_string(i),
                              "at least its minimum, " + text_of(n.minimum[i]));
        if (!take_line(inputs + 1, "the mean of each input and of all outputs", n.mean) ||
            !take_line(inputs + 1, "the range of each input and of all outputs", n.range))
            return false;
        for (std::size_t i = 0; i < n.range.size(); ++i)
            if (n.range[i] == 0)
                return refuse("the range 0, number " + std::to_string(i + 1), "another: it divides");
        n.output_mean = n.mean.back();
        n.output_range = n.range.back();
        n.mean.pop_back();
        n.range.pop_back();
        return true;
    }

    bool read_layers() {
        using word = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
        const auto store = [this](T number) {
            net_.numbers.resize(net_.numbers.size() + sizeof(T));
            store_little_endian(std::bit_cast<word>(number),
                                net_.numbers.data() + net_.numbers.size() - sizeof(T));
        };
        for (std::size_t i = 0; i + 1 < net_.sizes.size(); ++i) {
            const std::string layer = " of layer " + std::to_string(i + 1);
            for (std::uint64_t row = 0; row < net_.sizes[i + 1]; ++row)
                if (!take_line<T>(net_.sizes[i], "weights" + layer, store)) return false;
            for (std::uint64_t row = 0; row < net_.sizes[i + 1]; ++row)
                if (!take_line<T>(1, "a bias" + layer, store)) return false;
        }
        return true;
    }

    text_lines lines_;
    error complaint_;
    nnet<T> net_;
};

} // namespace detail

/// Reads an .nnet file: comment lines, numbers of layers, inputs, outputs, the largest size; the sizes; a
/// flag without a meaning; minima, maxima, means and ranges; then of each layer a line a row of weights, and
/// a line a bias. (K. Julian, "NNet".) Numbers are the nearest T. An error, with its line, for everything
/// that is missing, too much, not a number, not finite or beyond T's range, and for a range of 0.
template <class T = float>
result<nnet<T>> try_read_nnet(const source& from) {
    return detail::nnet_reader<T>(from).read();
}

/// The same, which throws a format_error.
template <class T = float>
nnet<T> read_nnet(const source& from) {
    return try_read_nnet<T>(from).value();
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
