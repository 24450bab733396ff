/// The rate of the gradient descent: the same for all contestants.
#pragma once

namespace bench {

inline constexpr double rate = 0.01;

} // namespace bench
