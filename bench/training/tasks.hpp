/// The networks that are trained.
#pragma once

#include "contest.hpp"

namespace bench {

using tasks = alike<
    // They stay in the first level of cache;
    training<perceptron<hg::relu, 64, 32, 10>, 32>, training<perceptron<hg::relu, 8, 64, 64, 4>, 16>,
    // for images of 28 x 28 pixels.
    training<perceptron<hg::relu, 784, 128, 10>, 64>, training<perceptron<hg::relu, 784, 256, 128, 10>, 100>>;

} // namespace bench
