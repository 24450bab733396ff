/// Grey images and their classes, from a pair of IDX files such as MNIST's.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/rows.hpp>
#include <handgrad/io/idx.hpp>

#include <array>
#include <climits>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// count images of height x width pixels in [0, 1], row-major, one after the other.
struct images {
    std::string name; // of the file, for messages
    int count = 0;
    int height = 0;
    int width = 0;
    std::vector<float> pixels;

    /// The images as a batch for a network with `Pixels` inputs. Throws format_error if they have another
    /// size.
    template <int Pixels>
    handgrad::rows<const float, Pixels> rows() const {
        if (height * width != Pixels)
            fail_format(name, "pixels of an image",
                        std::to_string(height) + " x " + std::to_string(width) + " = " +
                            std::to_string(height * width),
                        std::to_string(Pixels));
        return {pixels.data(), count};
    }

    bool operator==(const images&) const = default;
};

/// Images with labels[i] the class of image i.
struct labeled_images : images {
    std::vector<int> labels;

    bool operator==(const labeled_images&) const = default;
};

namespace detail {

/// byte / 255, correctly rounded: computed by the compiler, so that no flag for fast division changes a
/// pixel.
inline constexpr std::array<float, 256> unit_interval = [] {
    std::array<float, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) table[i] = static_cast<float>(i) / 255.0f;
    return table;
}();

} // namespace detail

/// The images of an IDX file of unsigned bytes in 3 dimensions, pixels divided by 255. Throws format_error.
inline images parse_images(std::span<const std::byte> bytes, const std::string& name) {
    const idx_array array = parse_idx(bytes, name, idx_type::u8, 3);
    constexpr const char* field[] = {"number of images", "rows", "columns"};
    for (std::size_t d = 0; d < 3; ++d)
        if (array.extents[d] < 1 || array.extents[d] > INT_MAX)
            fail_format(name, field[d], std::to_string(array.extents[d]), "1 to " + std::to_string(INT_MAX));

    images result;
    result.name = name;
    result.count = static_cast<int>(array.extents[0]);
    result.height = static_cast<int>(array.extents[1]);
    result.width = static_cast<int>(array.extents[2]);
    if (result.height > INT_MAX / result.width)
        fail_format(name, "rows x columns",
                    std::to_string(result.height) + " x " + std::to_string(result.width),
                    "at most " + std::to_string(INT_MAX));
    result.pixels.resize(array.payload.size());
    for (std::size_t i = 0; i < result.pixels.size(); ++i)
        result.pixels[i] = detail::unit_interval[std::to_integer<std::size_t>(array.payload[i])];
    return result;
}

/// The labels of an IDX file of unsigned bytes in 1 dimension. Throws format_error, also for a label that is
/// not below `classes`.
inline std::vector<int> parse_labels(std::span<const std::byte> bytes, const std::string& name, int classes) {
    const idx_array array = parse_idx(bytes, name, idx_type::u8, 1);
    std::vector<int> labels(array.payload.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        labels[i] = std::to_integer<int>(array.payload[i]);
        if (labels[i] >= classes)
            fail_format(name, "label " + std::to_string(i), std::to_string(labels[i]),
                        "0 to " + std::to_string(classes - 1));
    }
    return labels;
}

/// Both, and as many of the one as of the other.
inline labeled_images parse_labeled_images(std::span<const std::byte> image_bytes,
                                           const std::string& image_name,
                                           std::span<const std::byte> label_bytes,
                                           const std::string& label_name, int classes) {
    labeled_images result{parse_images(image_bytes, image_name),
                          parse_labels(label_bytes, label_name, classes)};
    if (result.labels.size() != static_cast<std::size_t>(result.count))
        fail_format(label_name, "number of labels", std::to_string(result.labels.size()),
                    std::to_string(result.count) + " (the images in " + image_name + ")");
    return result;
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
