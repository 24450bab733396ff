// Networks for images of 28 x 28 pixels.
#include "contest.hpp"

namespace bench {

[[maybe_unused]] static const bool entered[] = {
    contest<perceptron<hg::relu, 784, 128, 10>, 64>(),
    contest<perceptron<hg::relu, 784, 256, 128, 10>, 100>(),
};

} // namespace bench
