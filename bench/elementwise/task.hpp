/// An elementary function of an array of floats that lies in the first level of cache.
#pragma once

#include "../../tests/math/math_functions.hpp"

namespace bench {

namespace hg = handgrad;

/// Numbers in, and as many out.
inline constexpr int array_size = 1024;

/// A function of tests/math/math_functions.hpp over numbers of low .. high, where a network has its own. Far
/// outside, where results are zero, one or infinite, some libraries are faster and some slower.
template <class Function, int Low, int High>
struct task : Function {
    static constexpr float low = Low, high = High;
};

} // namespace bench
