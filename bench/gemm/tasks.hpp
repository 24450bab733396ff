/// The products that are timed: the output is M x N, a sum over K.
#pragma once

#include "contest.hpp"

namespace bench {

using tasks = all_of<
    // Z W for cubes,
    alike<nn<float, 4, 4, 4>, nn<float, 8, 8, 8>, nn<float, 12, 12, 12>, nn<float, 16, 16, 16>,
          nn<float, 24, 24, 24>, nn<float, 32, 32, 32>, nn<float, 64, 64, 64>, nn<float, 128, 128, 128>,
          nn<float, 256, 256, 256>, nn<float, 512, 512, 512>>,
    // for the layers of perceptrons,
    alike<nn<float, 8, 256, 784>, nn<float, 32, 128, 784>, nn<float, 64, 256, 784>, nn<float, 128, 256, 784>>,
    alike<nn<float, 32, 10, 128>, nn<float, 64, 10, 128>, nn<float, 32, 64, 64>>,
    // for sizes that are no multiple of a vector,
    alike<nn<float, 7, 13, 5>, nn<float, 17, 10, 33>, nn<float, 31, 31, 31>, nn<float, 63, 65, 67>,
          nn<float, 100, 100, 100>, nn<float, 127, 10, 255>>,
    // of doubles,
    alike<nn<double, 8, 8, 8>, nn<double, 32, 32, 32>, nn<double, 64, 64, 64>, nn<double, 128, 128, 128>,
          nn<double, 64, 256, 784>, nn<double, 64, 10, 128>>,
    alike<nn<double, 1, 64, 64>>,
    // z W for one row: the layers of batch-1 inference;
    alike<nn<float, 1, 8, 8>, nn<float, 1, 16, 16>, nn<float, 1, 32, 32>, nn<float, 1, 64, 64>>,
    alike<nn<float, 1, 128, 784>, nn<float, 1, 256, 784>, nn<float, 1, 10, 128>>,
    // dZ = G W^T for the layers of perceptrons: rows of the batch x inputs x outputs;
    alike<nt<float, 16, 64, 64>, nt<float, 64, 128, 10>, nt<float, 64, 256, 128>>,
    // dW = Z^T G: inputs x outputs x rows of the batch.
    alike<tn<float, 64, 32, 32>, tn<float, 784, 128, 64>, tn<float, 784, 256, 100>, tn<float, 128, 10, 64>>>;

} // namespace bench
