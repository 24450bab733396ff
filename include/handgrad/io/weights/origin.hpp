/// What a file that this library writes says of the network whose numbers are in it.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/random.hpp>
#include <handgrad/core/version.hpp>
#include <handgrad/io/error.hpp>
#include <handgrad/io/number_type.hpp>
#include <handgrad/io/numbers/digest.hpp>
#include <handgrad/io/numbers/text.hpp>
#include <handgrad/io/safetensors.hpp>
#include <handgrad/io/spelling.hpp>
#include <handgrad/io/weights/example.hpp>
#include <handgrad/network/fingerprint.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// The network, and a digest of its numbers. In the metadata of the file:
///
///     handgrad.version, handgrad.network      of the library; the type of the network, spelled
///     handgrad.fingerprint                    fingerprint<net>
///     handgrad.number, handgrad.digest        float32 or float64; digest() of all parameters, in the order
///                                             of layers
///     handgrad.input, handgrad.output         one row, or the steps of a sequence, and what the network
///                                             makes of it
struct origin {
    std::string version, network, number;
    std::uint64_t fingerprint = 0, digest = 0;
    example pair;

    /// Whether the file says anything.
    explicit operator bool() const noexcept { return !version.empty(); }

    void check_network(const origin& expected, error& errors) const {
        if (fingerprint != expected.fingerprint)
            errors.add("handgrad.network",
                       "the file was written for " + network + ", expected " + expected.network);
    }
    void check_digest(std::uint64_t found, error& errors) const {
        if (found != digest)
            errors.add("handgrad.digest", "that of the numbers in the file is " + detail::hex_of(found) +
                                              ", expected " + detail::hex_of(digest) +
                                              ": they are not those that were written");
    }
};

namespace detail {

/// What is known of the network without its numbers.
template <class Network>
origin origin_of() {
    origin o;
    o.version = handgrad::version;
    o.network = spelling<Network>();
    o.fingerprint = handgrad::fingerprint<Network>;
    return o;
}

/// All of it. The row, or sequence of a few steps, is random, but always the same.
template <class Network, class T>
origin origin_of(const parameters<Network, T>& p) {
    origin o = origin_of<Network>();
    o.number = name_of(number_type_of<T>);
    io::digest sum;
    sum.add(p.data(), static_cast<std::size_t>(p.size));
    o.digest = sum.value();
    rng r{o.fingerprint};
    for (int i = 0; i < rows_of_example<Network> * Network::inputs; ++i) {
        const auto x = static_cast<double>(r.uniform(-1.0f, 1.0f));
        constexpr int tokens = input_count<Network>; // if it reads such
        o.pair.input.push_back(tokens > 0 ? static_cast<int>((x + 1) / 2 * (tokens - 1)) : x);
    }
    for (const T y : output_of(p, o.pair.input)) o.pair.output.push_back(static_cast<double>(y));
    return o;
}

inline std::vector<std::pair<std::string, std::string>> metadata_of(const origin& o) {
    // Floats as such, which are shorter.
    const auto text = [&](const std::vector<double>& numbers) {
        if (o.number == name_of(number_type::f64)) return text_of_all(numbers);
        return text_of_all(std::vector<float>(numbers.begin(), numbers.end()));
    };
    return {{"handgrad.version", o.version},
            {"handgrad.network", o.network},
            {"handgrad.fingerprint", hex_of(o.fingerprint)},
            {"handgrad.number", o.number},
            {"handgrad.digest", hex_of(o.digest)},
            {"handgrad.input", text(o.pair.input)},
            {"handgrad.output", text(o.pair.output)}};
}

/// What the file says; an empty one of a file that is of others. Complains of what is said in part, or in
/// other words than this library's.
template <class T>
origin read_origin(const safetensors& file, error& errors) {
    origin o;
    bool ours = false; // one word of it is enough, so that none can get lost
    for (const auto& entry : file.metadata) ours = ours || entry.first.starts_with("handgrad.");
    if (!ours) return o;
    const auto text = [&](const char* key) -> std::string {
        if (const std::string* found = file.find_metadata(key)) return *found;
        errors.add(key, "is not in the metadata of the file, which this library wrote");
        return {};
    };
    const auto number = [&](const char* key, std::uint64_t& to) {
        const std::string found = text(key);
        if (!errors && !read_hex(found, to))
            errors.add(key, "found " + in_quotes(found) + ", expected 16 digits from 0 to f");
    };
    const auto numbers = [&](const char* key, std::vector<double>& to) {
        const std::string found = text(key);
        std::vector<T> read;
        if (!errors && !read_numbers(found, read))
            errors.add(key, "is no list of numbers, one space between two");
        to.assign(read.begin(), read.end());
    };
    o.version = text("handgrad.version");
    o.network = text("handgrad.network");
    o.number = text("handgrad.number");
    number("handgrad.fingerprint", o.fingerprint);
    number("handgrad.digest", o.digest);
    numbers("handgrad.input", o.pair.input);
    numbers("handgrad.output", o.pair.output);
    // Numbers of another type give other outputs: only those of the same one must be those that were written.
    if (o.number != name_of(number_type_of<T>)) o.pair = {};
    return o;
}

} // namespace detail
} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
