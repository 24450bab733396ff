/// A number made of names and numbers, the same for every compiler.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <cstdint>
#include <string_view>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), of bytes and of numbers.
class hash {
public:
    consteval void add(std::string_view text) {
        for (const char c : text) add_byte(static_cast<unsigned char>(c));
        add_byte(0);
    }
    consteval void add(std::uint64_t number) {
        for (int i = 0; i < 8; ++i) add_byte(static_cast<unsigned char>(number >> 8 * i & 0xff));
    }
    consteval std::uint64_t value() const { return value_; }

private:
    consteval void add_byte(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001b3u; }

    std::uint64_t value_ = 0xcbf29ce484222325u;
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
