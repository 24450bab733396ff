// Products of layers, in tiles whose lengths are values: in some of them g++ spills a register or two.
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
