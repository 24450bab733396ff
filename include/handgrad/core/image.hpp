/// The shape of a row that is a picture.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>
#include <handgrad/core/count.hpp>

namespace handgrad {
/// Height x Width pixels of Channels numbers each. The number of channel c of pixel (h, w) is number
/// (h Width + w) Channels + c of the row: line by line, a pixel's channels together (PyTorch's channels_last,
/// NHWC), so that a grey picture is itself and a product of (positions x filters) is a picture.
template <int Height, int Width, int Channels = 1>
struct image {
    static constexpr int height = Height, width = Width, channels = Channels;
    static constexpr int size = detail::counted(1LL * detail::counted(1LL * Height * Width) * Channels);

    static_assert(Channels < 1 || 1LL * Height * Width <= detail::largest_count / Channels,
                  "an image has at most 2147483647 numbers");
};

HANDGRAD_BEGIN_ISA
namespace detail {

/// Whether a type is an image.
template <class Type>
inline constexpr bool is_image = false;
template <int Height, int Width, int Channels>
inline constexpr bool is_image<image<Height, Width, Channels>> = true;

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
