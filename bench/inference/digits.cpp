// Networks for images of 28 x 28 pixels: their weights come from the second and third level of cache.
#include "contest.hpp"

namespace bench {

[[maybe_unused]] static const bool entered[] = {
    contest<perceptron<hg::relu, 784, 128, 10>>(),
    contest<perceptron<hg::relu, 784, 256, 128, 10>>(),
};

} // namespace bench
