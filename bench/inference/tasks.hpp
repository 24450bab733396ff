/// The networks that predict one row at a time.
#pragma once

#include "contest.hpp"

namespace bench {

using tasks = all_of<
    // Their parameters fit the first or second level of cache;
    alike<prediction<perceptron<hg::tanh, 16, 16, 1>>>,
    alike<prediction<perceptron<hg::relu, 8, 64, 64, 4>>, prediction<perceptron<hg::relu, 32, 32, 32, 8>>,
          prediction<perceptron<hg::relu, 16, 64, 32, 32, 5>>, // the jet tagger of the LHC experiments
          // for images of 28 x 28 pixels: the weights come from the second and third level.
          prediction<perceptron<hg::relu, 784, 128, 10>>,
          prediction<perceptron<hg::relu, 784, 256, 128, 10>>>>;

} // namespace bench
