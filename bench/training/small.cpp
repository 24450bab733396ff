// Networks that stay in the first level of cache.
#include "contest.hpp"

namespace bench {

[[maybe_unused]] static const bool entered[] = {
    contest<perceptron<hg::relu, 64, 32, 10>, 32>(),
    contest<perceptron<hg::relu, 8, 64, 64, 4>, 16>(),
};

} // namespace bench
