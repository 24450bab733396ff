// dW = Z^T G for the layers of perceptrons: inputs x outputs x rows of the batch.
#include "contest.hpp"

namespace bench {

[[maybe_unused]] static const bool entered =
    contest<tn, float>(size<64, 32, 32>{}, size<784, 128, 64>{}, size<784, 256, 100>{}, size<128, 10, 64>{});

} // namespace bench
