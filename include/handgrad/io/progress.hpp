/// How far a training is, besides its parameters.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// What a training loop counts and keeps, for a checkpoint (io/checkpoint.hpp). All of it is the caller's:
/// the library looks at none.
struct progress {
    std::int64_t epoch = 0, step = 0;
    std::vector<int> order = {}; // of the samples. shuffle begins with the order that it finds: that of the
                                 // epoch before is a part of what the next one will be
    std::map<std::string, double> numbers = {};
    std::map<std::string, std::string> texts = {}; // UTF-8, names as well

    /// Equal in all (so a NaN among the numbers is unequal to itself).
    bool operator==(const progress&) const = default;
};

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
