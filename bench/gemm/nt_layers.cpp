// dZ = G W^T for the layers of perceptrons: rows of the batch x inputs x outputs.
#include "contest.hpp"

namespace bench {

[[maybe_unused]] static const bool entered =
    contest<nt, float>(size<16, 64, 64>{}, size<64, 128, 10>{}, size<64, 256, 128>{});

} // namespace bench
