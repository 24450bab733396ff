// A copy of a file in which something has gone wrong: a bit, a byte, the end, one byte too many, a part over
// another.
#pragma once

#include <handgrad/core/random.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

inline std::vector<std::byte> changed_copy(const std::vector<std::byte>& bytes, handgrad::rng& r) {
    std::vector<std::byte> changed = bytes;
    const auto place = [&] {
        return static_cast<std::size_t>(r.below(static_cast<std::uint32_t>(changed.size())));
    };
    switch (r.below(5)) {
    case 0:
        changed[place()] ^= static_cast<std::byte>(1u << r.below(8));
        break;
    case 1:
        changed[place()] = static_cast<std::byte>(r.below(256));
        break;
    case 2:
        changed.resize(place());
        break;
    case 3:
        changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(place()),
                       static_cast<std::byte>(r.below(256)));
        break;
    default:
        for (std::size_t from = place(), to = place(), n = 0;
             n < 40 && std::max(from, to) + n < changed.size(); ++n)
            changed[to + n] = bytes[from + n];
    }
    return changed;
}
