// Products of layers, in tiles whose lengths are values. clang spills nothing; g++ now and then a row of B or
// two, for it counts one register less than there are.
#include "shapes.hpp"

#include <handgrad/activation/relu.hpp>

namespace hg = handgrad;

HANDGRAD_LAYER_NN(32, 32, 64)
HANDGRAD_LAYER_NN(32, 37, 100)
HANDGRAD_LAYER_NN(32, 10, 32)
HANDGRAD_LAYER_NN(64, 256, 784)
HANDGRAD_LAYER_NN(8, 128, 784)
HANDGRAD_LAYER_NT(32, 32, 10)
HANDGRAD_LAYER_NT(32, 100, 37)
HANDGRAD_STEP(sgd, 64, 32, 32)
HANDGRAD_STEP(sgd, 37, 55, 32)
