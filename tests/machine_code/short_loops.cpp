// Products so small that the compiler unrolls their loops, or ragged: a few registers may be spilled. (Not 16
// x 16 x 16: it has more chains than registers, and those that are finished wait in memory.)
#include "shapes.hpp"

namespace hg = handgrad;

HANDGRAD_NN(4, 4, 4)
HANDGRAD_NN(8, 8, 8)
HANDGRAD_NN(12, 12, 12)
HANDGRAD_NN(16, 24, 16)
HANDGRAD_NN(24, 24, 24)
HANDGRAD_NN(31, 31, 31)
HANDGRAD_NN(63, 65, 67)
HANDGRAD_NN(17, 10, 33)
HANDGRAD_NN(7, 13, 5)
HANDGRAD_NT(64, 128, 10)

// Two of the 131 tiles of this one have five rows, for which g++ spills two.
HANDGRAD_STEP(sgd, 784, 256, 100)
