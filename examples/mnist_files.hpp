/// MNIST, or a set of the same format such as Fashion-MNIST, from a directory of four IDX files.
#pragma once

#include "gz_file.hpp"

#include <handgrad/core/view.hpp>
#include <handgrad/io/format_error.hpp>
#include <handgrad/io/labeled_images.hpp>

#include <bit>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace examples {

struct mnist {
    static constexpr int pixels = 28 * 28;
    static constexpr int classes = 10;

    handgrad::io::labeled_images train;
    handgrad::io::labeled_images test;
};

/// The file `stem`-`kind` in the directory, as the usual downloads spell it: with a dash or a dot, compressed
/// or not. Throws std::runtime_error with the names tried.
inline std::string find_idx_file(const std::string& directory, const std::string& stem,
                                 const std::string& kind) {
    std::string tried;
    for (const char* separator : {"-", "."})
        for (const char* suffix : {"", ".gz"}) {
            const std::string name = stem + separator + kind + suffix;
            const std::filesystem::path path = std::filesystem::path(directory) / name;
            std::error_code ignored;
            if (std::filesystem::exists(path, ignored)) return path.string();
            tried += (tried.empty() ? "" : ", ") + name;
        }
    throw std::runtime_error(directory + ": found none of " + tried);
}

/// Reads train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte.
/// Throws std::runtime_error (handgrad::io::format_error if a file was read but is not what it should be),
/// whose text names the file and what is wrong with it.
inline mnist load_mnist(const std::string& directory) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(directory, ignored))
        throw std::runtime_error(directory + ": no such directory");

    const auto load = [&](const std::string& part) {
        const std::string images = find_idx_file(directory, part + "-images", "idx3-ubyte");
        const std::string labels = find_idx_file(directory, part + "-labels", "idx1-ubyte");
        auto result = handgrad::io::parse_labeled_images(read_gz_file(images), images, read_gz_file(labels),
                                                         labels, mnist::classes);
        result.rows<mnist::pixels>(); // complains here if the images have another size
        return result;
    };
    return {load("train"), load("t10k")};
}

/// Fills W from a file that holds its numbers, and nothing else.
template <int In, int Out>
void read_weights(const std::string& path, handgrad::view<float, In, Out> w) {
    static_assert(std::endian::native == std::endian::little, "the file is little-endian");
    const std::vector<std::byte> bytes = read_gz_file(path);
    constexpr std::size_t expected = sizeof(float) * In * Out;
    if (bytes.size() != expected)
        handgrad::io::fail_format(path, "length", std::to_string(bytes.size()) + " bytes",
                                  std::to_string(expected) + " bytes (" + std::to_string(In) + " x " +
                                      std::to_string(Out) + " floats)");
    std::memcpy(w.data(), bytes.data(), expected);
}

} // namespace examples
