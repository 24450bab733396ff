/// The numbers of a network, without the network.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/check.hpp>
#include <handgrad/core/config.hpp>

#include <array>
#include <cstdint>
#include <type_traits>

namespace handgrad {

/// Parameters first .. first + count - 1 of a block.
struct parameter_range {
    int first;
    int count;
};

/// The parameters of a network, or a gradient with respect to them: one flat, 64-byte aligned block, layer
/// after layer, zero at first. It is a value: copy it, compare it, write data() .. data() + size to a file.
///
/// Its type consists of numbers alone: how many there are, a fingerprint of the network's layers
/// (network/fingerprint.hpp), and which of them an optimizer may change. So it may go from one translation
/// unit to another, built with other options, where the network, which is code, is a type of its own; and the
/// block of another network does not go for it. Its name is net::block<>; parameters<net> is one with the
/// names of the network on top.
template <class T, int Count, std::uint64_t Fingerprint, parameter_range... Learned>
class parameter_block {
public:
    using block_type = parameter_block;
    using value_type = T;
    static constexpr int size = Count;
    static constexpr std::uint64_t fingerprint = Fingerprint;
    /// The parts that an optimizer may change.
    static constexpr std::array<parameter_range, sizeof...(Learned)> learned{Learned...};

    HANDGRAD_INLINE constexpr parameter_block() noexcept
        : parameter_block(detail::placed::at("parameters", this)) {}

    HANDGRAD_INLINE constexpr T* data() noexcept HANDGRAD_OF_THIS { return data_; }
    HANDGRAD_INLINE constexpr const T* data() const noexcept HANDGRAD_OF_THIS { return data_; }
    HANDGRAD_INLINE constexpr T* begin() noexcept HANDGRAD_OF_THIS { return data_; }
    HANDGRAD_INLINE constexpr const T* begin() const noexcept HANDGRAD_OF_THIS { return data_; }
    HANDGRAD_INLINE constexpr T* end() noexcept HANDGRAD_OF_THIS { return data_ + size; }
    HANDGRAD_INLINE constexpr const T* end() const noexcept HANDGRAD_OF_THIS { return data_ + size; }
    /// Number i, from 0 on, which must exist.
    HANDGRAD_INLINE constexpr T& operator[](int i) noexcept {
        return HANDGRAD_EXPECT(0 <= i && i < size, detail::number_out_of_range("parameters", i, size)),
               data_[i];
    }
    HANDGRAD_INLINE constexpr const T& operator[](int i) const noexcept {
        return HANDGRAD_EXPECT(0 <= i && i < size, detail::number_out_of_range("parameters", i, size)),
               data_[i];
    }

    /// Equal numbers in every place (so NaN is unequal to itself, and +0 equals -0).
    HANDGRAD_INLINE constexpr bool operator==(const parameter_block& other) const noexcept {
        for (int i = 0; i < size; ++i)
            if (!(data_[i] == other.data_[i])) return false;
        return true;
    }

    // The compiler prints these lines, and with them the sentences.
    template <class Other>
        requires(!std::is_base_of_v<parameter_block, Other>)
    constexpr void operator=(const Other&) = delete; // not parameters of this network: see copy(from, to)
    template <class Other>
        requires(!std::is_base_of_v<parameter_block, Other>)
    constexpr bool operator==(const Other&) const = delete; // not parameters of the same network
    template <class Other>
        requires(!std::is_base_of_v<parameter_block, Other>)
    constexpr bool operator!=(const Other&) const = delete; // not parameters of the same network

private:
    HANDGRAD_INLINE constexpr explicit parameter_block(detail::placed) noexcept : data_{} {}

    alignas(64) T data_[Count > 0 ? Count : 1];
};

} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
